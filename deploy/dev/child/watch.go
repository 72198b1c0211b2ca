package child

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// watcher waits for the end of its input, which comes when the process that
// holds the other end of the pipe dies, and then passes the signal on.
const watcher = `read _; kill -"$2" "$1" 2>/dev/null`

// watch signals pid when this process dies, on systems whose kernel does not
// do so. It gives up when done is closed.
func watch(pid int, sig syscall.Signal, done <-chan struct{}) error {
	cmd := exec.Command("/bin/sh", "-c", watcher, "watch", strconv.Itoa(pid), strconv.Itoa(int(sig)))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("watch process %d: %w", pid, err)
	}
	defer func() { _ = r.Close() }()
	cmd.Stdin = r
	if err := cmd.Start(); err != nil {
		_ = w.Close()
		return fmt.Errorf("watch process %d: %w", pid, err)
	}
	go func() {
		<-done
		_ = cmd.Process.Kill() // before the pipe closes, lest it signal a reused id
		_ = cmd.Wait()
		_ = w.Close()
	}()
	return nil
}
