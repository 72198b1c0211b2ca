package suite

import (
	"context"
	"os"
	"os/exec"
	"strings"
)

// raceless says why the race detector, which is written in C, cannot be used here; it is empty
// where it can.
func raceless(ctx context.Context) string {
	if os.Getenv("CGO_ENABLED") == "0" {
		return "CGO_ENABLED=0 is set."
	}
	out, err := exec.CommandContext(ctx, "go", "env", "CC").Output()
	if err != nil {
		return "" // the tests will say what is wrong with go
	}

	compiler, _, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if _, err := exec.LookPath(compiler); err != nil {
		return "there is no C compiler (" + compiler + "). With one, such as gcc with its libc6-dev, they look for races too."
	}
	return ""
}
