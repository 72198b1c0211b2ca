//go:build !linux

package child

import "syscall"

func attributes(c Command) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: c.User}
}

func leash(pid int, sig syscall.Signal, done <-chan struct{}) error {
	return watch(pid, sig, done)
}
