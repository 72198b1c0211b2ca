package rehearse

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestImagesAreThoseThatTheProjectNames holds the tags of what is made here to those that the
// compose file and the Dockerfiles ask for: any other would have to come from outside.
func TestImagesAreThoseThatTheProjectNames(t *testing.T) {
	t.Parallel()
	wanted := regexp.MustCompile(`(?m)^(?:    image:|FROM) (\w+:\S+)`)
	named := map[string]bool{}
	for _, file := range []string{"docker-compose.yml", "deploy/api.Dockerfile", "deploy/bot.Dockerfile"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wanted.FindAllStringSubmatch(string(text), -1) {
			named[m[1]] = true
		}
	}

	made := images("", "")
	if len(made) != len(named) {
		t.Errorf("%d images are made, the project names %v", len(made), named)
	}
	for tag := range named {
		if !slices.ContainsFunc(made, func(i image) bool { return i.tag == tag }) {
			t.Errorf("%s is not made", tag)
		}
	}
}
