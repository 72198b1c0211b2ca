package dev_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// neverInCompose opens the bot's routes to everybody.
const neverInCompose = "ALLOW_UNSIGNED_BOT"

// setting is what a service's Config says of one variable.
type setting struct {
	required bool
	value    string // the default
}

// settings are the variables that a service reads, as the tags of its sources name them.
func settings(t *testing.T, service string) map[string]setting {
	t.Helper()
	found := map[string]setting{}
	files, _ := filepath.Glob(top(service, "internal", "app", "*.go"))
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil {
				tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`"))
				if name := tag.Get("envconfig"); name != "" {
					found[name] = setting{required: tag.Get("required") == "true", value: tag.Get("default")}
				}
			}
			return true
		})
	}
	if len(found) < 10 {
		t.Fatalf("only %d settings of %s were found", len(found), service)
	}
	return found
}

var (
	exampleLine = regexp.MustCompile(`(?m)^([A-Z][A-Z0-9_]*)=(.*)$`)
	variable    = regexp.MustCompile(`\$\{([A-Z][A-Z0-9_]*)`)
)

// example is .env.example, name by name.
func example(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, m := range exampleLine.FindAllStringSubmatch(read(t, ".env.example"), -1) {
		if _, twice := found[m[1]]; twice {
			t.Errorf(".env.example has %s twice", m[1])
		}
		found[m[1]] = m[2]
	}
	return found
}

func TestExampleListsEverySetting(t *testing.T) {
	t.Parallel()
	listed, read := example(t), map[string]bool{}
	for _, service := range []string{"api-service", "bot-service"} {
		for name, s := range settings(t, service) {
			read[name] = true
			value, ok := listed[name]
			if !ok {
				t.Errorf("%s of %s is missing in .env.example", name, service)
			}
			if s.value != "" && value != s.value {
				t.Errorf("%s: .env.example says %q, the default of %s is %q", name, value, service, s.value)
			}
		}
	}
	for _, name := range composeVariables(t) {
		read[name] = true
		if _, ok := listed[name]; !ok {
			t.Errorf("%s of docker-compose.yml is missing in .env.example", name)
		}
	}
	for name := range listed {
		if !read[name] {
			t.Errorf("%s of .env.example is read by nobody", name)
		}
	}
}

func TestComposeSetsEverySetting(t *testing.T) {
	t.Parallel()
	file := compose(t)
	for name, folder := range map[string]string{"api": "api-service", "bot": "bot-service"} {
		known, given := settings(t, folder), file.Services[name].Environment
		for setting, s := range known {
			value, ok := given[setting]
			switch {
			case setting == neverInCompose && ok:
				t.Errorf("%s sets %s", name, setting)
			case setting != neverInCompose && !ok:
				t.Errorf("%s does not set %s", name, setting)
			case strings.HasPrefix(value, "${"+setting+":-") && value != "${"+setting+":-"+s.value+"}":
				t.Errorf("%s: %s is %s, the default is %q", name, setting, value, s.value)
			}
		}
		for setting := range given {
			if _, ok := known[setting]; !ok {
				t.Errorf("%s sets %s, which it does not read", name, setting)
			}
		}
	}
}

func composeVariables(t *testing.T) (names []string) {
	t.Helper()
	for _, m := range variable.FindAllStringSubmatch(read(t, "docker-compose.yml"), -1) {
		names = append(names, m[1])
	}
	return names
}
