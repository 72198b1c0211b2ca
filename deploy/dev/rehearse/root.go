package rehearse

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// root writes the files of an image, as a tar. Its first error stays until it is closed.
type root struct {
	tar  *tar.Writer
	have map[string]bool
	err  error
}

func newRoot(to io.Writer) *root { return &root{tar: tar.NewWriter(to), have: map[string]bool{}} }

// base is what every image has: a shell, users, and a place for what is mounted.
func (r *root) base() error {
	busybox, err := find("busybox")
	if err != nil {
		return err
	}
	r.text("/etc/passwd", users, 0o644)
	r.text("/etc/group", groups, 0o644)
	r.folder("/tmp", 0o1777, 0)
	r.folder("/root", 0o700, 0)
	if err := r.program(context.Background(), busybox); err != nil {
		return err
	}
	for _, name := range []string{"busybox", "sh", "cat", "chmod", "echo", "grep", "mkdir", "rm", "true", "false", "sleep", "printenv"} {
		r.link("/bin/"+name, busybox)
	}
	return r.err
}

func (r *root) close() error { return errors.Join(r.err, r.tar.Close()) }

func (r *root) put(h *tar.Header, content io.Reader) {
	if r.err != nil || r.have[h.Name] {
		return
	}
	r.have[h.Name] = true
	if r.err = r.tar.WriteHeader(h); r.err == nil && content != nil {
		_, r.err = io.Copy(r.tar, content)
	}
}

func (r *root) text(path, text string, mode int64) {
	r.put(&tar.Header{Name: path[1:], Mode: mode, Size: int64(len(text)), Typeflag: tar.TypeReg}, strings.NewReader(text))
}

func (r *root) folder(path string, mode int64, owner int) {
	r.put(&tar.Header{Name: path[1:] + "/", Mode: mode, Uid: owner, Gid: owner, Typeflag: tar.TypeDir}, nil)
}

func (r *root) link(path, to string) {
	if path != to {
		r.put(&tar.Header{Name: path[1:], Linkname: to, Mode: 0o777, Typeflag: tar.TypeSymlink}, nil)
	}
}

// file copies one file, and what a link stands for.
func (r *root) file(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	f, err := os.Open(from) // #nosec G304 -- programs of this machine
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	r.put(&tar.Header{Name: to[1:], Mode: int64(info.Mode().Perm()), Size: info.Size(), Typeflag: tar.TypeReg}, f)
	return r.err
}

// tree copies a file, or a folder with all that is in it.
func (r *root) tree(from, to string) error {
	from, err := filepath.EvalSymlinks(from)
	if err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		target := to + strings.TrimPrefix(path, from)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil // a link that leads nowhere
		}
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			return err // a link to a folder, which has its own place
		}
		return r.file(path, target)
	})
}

var library = regexp.MustCompile(`(?m)(?:=> )?(/\S+) \(0x`)

// program copies a program with the libraries it is linked to.
func (r *root) program(ctx context.Context, path string) error {
	if err := r.file(path, path); err != nil {
		return err
	}
	linked, _ := output(exec.CommandContext(ctx, "ldd", path)) // which fails where there are none
	for _, m := range library.FindAllStringSubmatch(linked, -1) {
		if err := r.file(m[1], m[1]); err != nil {
			return err
		}
	}
	return nil
}
