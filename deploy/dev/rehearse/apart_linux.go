package rehearse

import (
	"context"
	"io"
	"os"
	"os/exec"
	"syscall"
)

// apart runs this program again where no network and no mount of this machine can be changed.
func apart(ctx context.Context, out io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, os.Args[1:]...) // #nosec G204 -- this very program
	cmd.Env = append(os.Environ(), inside+"=yes")
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Unshareflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS,
		Setpgid:      true,
	}
	if err := cmd.Start(); err != nil {
		return err
	}

	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
	defer stop()
	return cmd.Wait()
}

// settle gives the process its loopback, and a /run without the engine of this machine.
func settle() error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", "/run", "tmpfs", 0, ""); err != nil {
		return err
	}
	_, err := output(exec.Command("ip", "link", "set", "lo", "up"))
	return err
}
