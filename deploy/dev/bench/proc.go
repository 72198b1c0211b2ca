package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// What the kernel tells of processes (proc(5)); where there is no /proc, nothing is told.

// tick is the unit of processor time in /proc: a hundredth of a second on every Linux that Go runs on.
const tick = time.Second / 100

// cpuOf is how long a process has used processors.
func cpuOf(pid int) time.Duration {
	fields := stat(pid)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64) // the kernel writes numbers
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick
}

// cpuOfChildren adds up the children of a process, such as PostgreSQL's, that still run.
func cpuOfChildren(parent int) time.Duration {
	var sum time.Duration
	all, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well-formed
	for _, dir := range all {
		pid, _ := strconv.Atoi(filepath.Base(dir))
		if fields := stat(pid); len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			sum += cpuOf(pid)
		}
	}
	return sum
}

// stat are the fields of /proc/PID/stat behind the name, which may hold blanks.
func stat(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}

// peakMemory is the most memory that a process has held so far, in bytes.
func peakMemory(pid int) int64 {
	kib, _, _ := strings.Cut(field(fmt.Sprintf("/proc/%d/status", pid), "VmHWM"), " ")
	n, _ := strconv.ParseInt(kib, 10, 64)
	return n << 10
}

// field is what stands behind "name:" in a file of lines.
func field(file, name string) string {
	text, _ := os.ReadFile(file) // no file: nothing is told
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// machine tells what this runs on.
func machine() Machine {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	m := Machine{
		CPU: field("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(), Go: strings.TrimPrefix(runtime.Version(), "go"),
		System: strings.TrimSpace(runtime.GOOS + "/" + runtime.GOARCH + " " + string(kernel)),
	}
	kib, _, _ := strings.Cut(field("/proc/meminfo", "MemTotal"), " ")
	n, _ := strconv.ParseInt(kib, 10, 64)
	m.MemoryGiB = int((n + 1<<19) >> 20)
	return m
}
