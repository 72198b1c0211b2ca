package dev_test

import (
	"maps"
	"net/netip"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// composition is what the tests look at of docker-compose.yml.
type composition struct {
	Version  string
	Services map[string]container
	Networks map[string]network
}

type network struct {
	Internal   bool
	EnableIPv6 string `yaml:"enable_ipv6"`
	IPAM       struct{ Config []struct{ Subnet string } }
}

type container struct {
	ContainerName string `yaml:"container_name"`
	Image         string
	Build         map[string]any
	Deploy        struct{ Replicas string }
	Restart       string
	Logging       struct {
		Driver  string
		Options map[string]string
	}
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	Environment map[string]string
	Ports       []string
	Networks    []string
	Healthcheck struct {
		Test    []string
		Disable bool
	}
	DependsOn map[string]struct{ Condition string } `yaml:"depends_on"`
}

// usual is what compose takes where .env says nothing: the default in ${NAME:-default}.
func usual(t *testing.T, value string) string {
	t.Helper()
	m := regexp.MustCompile(`^\$\{[A-Z0-9_]+:-(.*)\}$`).FindStringSubmatch(value)
	if m == nil {
		t.Fatalf("%q has no default", value)
	}
	return m[1]
}

func compose(t *testing.T) (file composition) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, "docker-compose.yml")), &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestComposeHasItsServices(t *testing.T) {
	t.Parallel()
	file := compose(t)
	if file.Version != "" {
		t.Error("the version key is obsolete")
	}
	want := []string{"api", "bot", "migrations", "postgres", "proxy", "redis"}
	if got := slices.Sorted(maps.Keys(file.Services)); !slices.Equal(got, want) {
		t.Errorf("got services %v, want %v", got, want)
	}
	db := file.Services["postgres"].Environment
	if db["POSTGRES_DB"] != "finance_db" || db["POSTGRES_USER"] != "finance_user" {
		t.Errorf("the database is %v", db)
	}
}

// TestComposeBuildsEachImageOnce holds that a second up finds nothing to do: of two builds of one
// tag the later one takes it away from the other's containers. The first service that runs builds,
// so that it can run alone.
func TestComposeBuildsEachImageOnce(t *testing.T) {
	t.Parallel()
	file, builders := compose(t), map[string][]string{}
	for name, s := range file.Services {
		if s.Build != nil {
			builders[s.Image] = append(builders[s.Image], name)
		}
	}
	want := map[string][]string{
		"finance-bot/api:${VERSION:-dev}": {"migrations"},
		"finance-bot/bot:${VERSION:-dev}": {"bot"},
	}
	if !maps.EqualFunc(builders, want, slices.Equal) {
		t.Errorf("got %v, want %v", builders, want)
	}
	if file.Services["api"].Image != file.Services["migrations"].Image {
		t.Error("the API and its migrations are of two images")
	}
}

// TestComposeKeepsItsReplicas holds that a plain up changes no number of replicas.
func TestComposeKeepsItsReplicas(t *testing.T) {
	t.Parallel()
	file, listed := compose(t), example(t)
	for service, setting := range map[string]string{"api": "API_REPLICAS", "bot": "BOT_REPLICAS"} {
		got := file.Services[service].Deploy.Replicas
		if want := "${" + setting + ":-" + listed[setting] + "}"; got != want {
			t.Errorf("%s has %s replicas, want %s", service, got, want)
		}
	}
}

// TestSubnetsAreNoneThatDockerGives holds the subnets with a name outside of those that Docker
// picks from by itself, and apart from each other: the next network would collide with them.
func TestSubnetsAreNoneThatDockerGives(t *testing.T) {
	t.Parallel()
	taken := []netip.Prefix{netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16")}
	file, listed := compose(t), example(t)
	for name, setting := range map[string]string{"front": "FRONT_SUBNET", "hooks": "HOOKS_SUBNET", "door": "DOOR_SUBNET6"} {
		given := file.Networks[name].IPAM.Config
		if len(given) != 1 || given[0].Subnet != "${"+setting+":-"+listed[setting]+"}" {
			t.Fatalf("%s has the subnets %v", name, given)
		}
		subnet, err := netip.ParsePrefix(usual(t, given[0].Subnet))
		if err != nil || subnet != subnet.Masked() || !subnet.Addr().IsPrivate() {
			t.Errorf("%s: %v, %v", setting, subnet, err)
		}
		for _, other := range taken {
			if subnet.Overlaps(other) {
				t.Errorf("%s lies in %v", setting, other)
			}
		}
		taken = append(taken, subnet)
	}
}

// TestCallersOverIPv6KeepTheirAddress holds the ports to a network with IPv6: without one Docker
// passes such calls on from an address of its own. The others have no way out, so that the ports
// belong to this one.
func TestCallersOverIPv6KeepTheirAddress(t *testing.T) {
	t.Parallel()
	file := compose(t)
	for _, name := range file.Services["proxy"].Networks {
		if door := name == "door"; file.Networks[name].Internal == door {
			t.Errorf("%s is internal: %v", name, !door)
		}
	}
	if got := usual(t, file.Networks["door"].EnableIPv6); got != "true" {
		t.Errorf("IPv6 is %s", got)
	}
	for name, s := range file.Services {
		if slices.Contains(s.Networks, "door") != (name == "proxy") {
			t.Errorf("%s has the networks %v", name, s.Networks)
		}
	}
}

// TestTheTriedProxyIsTheOneThatRuns holds the version of tools/caddy to that of the image.
func TestTheTriedProxyIsTheOneThatRuns(t *testing.T) {
	t.Parallel()
	image := strings.TrimSuffix(strings.TrimPrefix(compose(t).Services["proxy"].Image, "caddy:"), "-alpine")
	built := regexp.MustCompile(`caddyserver/caddy/v2 v([0-9]+\.[0-9]+)\.`).FindStringSubmatch(read(t, "tools", "caddy", "go.mod"))
	if built == nil || built[1] != image {
		t.Errorf("compose runs %s, tried is %v", image, built)
	}
}

// TestReadmeNamesTheLeastCompose holds the file and the README to one version.
func TestReadmeNamesTheLeastCompose(t *testing.T) {
	t.Parallel()
	least := regexp.MustCompile(`Docker Compose (\d+\.\d+) or\s+newer`)
	in, said := least.FindStringSubmatch(read(t, "docker-compose.yml")), least.FindStringSubmatch(read(t, "README.md"))
	if in == nil || said == nil || in[1] != said[1] {
		t.Errorf("the file says %v, README.md %v", in, said)
	}
}

// TestComposeScales holds what many replicas need: no name and no port that only one container
// can have.
func TestComposeScales(t *testing.T) {
	t.Parallel()
	names := map[string]string{"postgres": "finance_bot_postgres", "redis": "finance_bot_redis"}
	for name, s := range compose(t).Services {
		if s.ContainerName != names[name] {
			t.Errorf("%s has the container name %q, want %q", name, s.ContainerName, names[name])
		}
		if open := len(s.Ports) > 0; open != (name == "proxy") {
			t.Errorf("%s has the ports %v", name, s.Ports)
		}
	}
}

func TestComposeContainsEveryService(t *testing.T) {
	t.Parallel()
	for name, s := range compose(t).Services {
		if s.Logging.Driver != "json-file" || s.Logging.Options["max-size"] == "" || s.Logging.Options["max-file"] == "" {
			t.Errorf("the log of %s grows for ever", name)
		}
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may do more than it needs", name)
		}
		if oneShot := name == "migrations"; (s.Restart == "no") != oneShot || s.Restart == "" {
			t.Errorf("%s restarts: %q", name, s.Restart)
		} else if !oneShot && len(s.Healthcheck.Test) == 0 {
			t.Errorf("%s has no health check", name)
		}
	}
}

func TestComposeStartsInOrder(t *testing.T) {
	t.Parallel()
	file := compose(t)
	for _, want := range []struct{ who, waits, condition string }{
		{"migrations", "postgres", "service_healthy"},
		{"api", "migrations", "service_completed_successfully"},
		{"api", "redis", "service_healthy"},
		{"bot", "api", "service_healthy"},
	} {
		if got := file.Services[want.who].DependsOn[want.waits].Condition; got != want.condition {
			t.Errorf("%s waits for %s: got %q, want %s", want.who, want.waits, got, want.condition)
		}
	}
}

// TestProxyOutlivesTheAPI holds the proxy to depend on nothing: Compose 2.32 stops whoever depends on
// a service that starts anew, and calls wait in the proxy meanwhile.
func TestProxyOutlivesTheAPI(t *testing.T) {
	t.Parallel()
	if on := compose(t).Services["proxy"].DependsOn; len(on) > 0 {
		t.Errorf("it depends on %v", on)
	}
}

// TestComposeKeepsTheDataOutOfReach holds which services share a network.
func TestComposeKeepsTheDataOutOfReach(t *testing.T) {
	t.Parallel()
	file := compose(t)
	for _, data := range []string{"postgres", "redis"} {
		for _, network := range file.Services[data].Networks {
			if !file.Networks[network].Internal {
				t.Errorf("%s is on %s, which leads outside", data, network)
			}
			if slices.Contains(file.Services["proxy"].Networks, network) {
				t.Errorf("the proxy reaches %s", data)
			}
		}
	}
	// Whoever is on the network of the proxy may say who calls.
	for name, s := range file.Services {
		if slices.Contains(s.Networks, "front") && name != "proxy" && name != "api" {
			t.Errorf("%s is on the network whose X-Forwarded-For counts", name)
		}
	}
	if got := file.Services["api"].Environment["TRUSTED_PROXIES"]; !strings.HasPrefix(got, "${FRONT_SUBNET:-") {
		t.Errorf("TRUSTED_PROXIES is %s", got)
	}
}

// TestImagesNameTheirVersion holds the linker's flag to a variable that exists: the linker
// itself says nothing where it does not.
func TestImagesNameTheirVersion(t *testing.T) {
	t.Parallel()
	flag := regexp.MustCompile(`-X financebot/(\S+)\.(\w+)=\$\{VERSION\}`)
	for _, name := range []string{"api", "bot"} {
		m := flag.FindStringSubmatch(read(t, "deploy", name+".Dockerfile"))
		if m == nil {
			t.Fatalf("the image of the %s does not name its version", name)
		}
		grep := exec.Command("grep", "-rqE", `^(var )?\s*`+m[2]+`\b.*=\s*"`, top(m[1]), "--include=*.go")
		if err := grep.Run(); err != nil {
			t.Errorf("%s has no variable %s", m[1], m[2])
		}
	}
}
