package dev_test

import (
	"maps"
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
	Networks map[string]struct{ Internal bool }
}

type container struct {
	ContainerName string `yaml:"container_name"`
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

// TestComposeScales holds what --scale api=3 --scale bot=2 needs: no name and no port that only
// one container can have.
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
		{"proxy", "api", "service_healthy"},
	} {
		if got := file.Services[want.who].DependsOn[want.waits].Condition; got != want.condition {
			t.Errorf("%s waits for %s: got %q, want %s", want.who, want.waits, got, want.condition)
		}
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

func TestNewEnvMakesEverySecret(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	made := func() map[string]string {
		out, err := exec.Command(top("deploy", "new-env")).Output()
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, m := range exampleLine.FindAllStringSubmatch(string(out), -1) {
			found[m[1]] = m[2]
		}
		return found
	}
	one, other := made(), made()
	required := regexp.MustCompile(`\$\{([A-Z_]+):\?`)
	for _, m := range required.FindAllStringSubmatch(read(t, "docker-compose.yml"), -1) {
		name := m[1]
		if name == "BOT_TOKEN" || name == "BOT_USERNAME" {
			continue // only their owner knows them
		}
		if one[name] == "" {
			t.Errorf("%s is required and empty", name)
		}
		if strings.Contains(name, "KEY") && !strings.HasPrefix(one[name], "$") && one[name] == other[name] {
			t.Errorf("%s is the same each time", name)
		}
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
