package devtest

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// dearest is how much more of the processor a byte of a large input may take than one of a small
// input. Work that grows with the square of the input takes sixteen times as much.
const dearest = 5

// between is how much larger the large input is.
const between = 16

// HoldsCost fails the test where work on an input of size bytes takes more of the processor for
// each byte than work on a sixteenth of it does. It counts the time of its own thread only, so that
// it does not matter how busy the machine is.
func HoldsCost(t *testing.T, name string, size int, input func(size int) []byte, work func(input []byte)) {
	t.Helper()
	small, large := input(size/between), input(size)
	work(small) // what is made once is not counted

	perSmall, perLarge := perByte(small, work), perByte(large, work)
	t.Logf("%s: %.1f ns a byte of %d, %.1f of %d", name, perSmall, len(small), perLarge, len(large))
	if perLarge > dearest*perSmall {
		t.Errorf("%s: a byte of %d takes %.1f ns, one of %d %.1f ns", name, len(small), perSmall, len(large), perLarge)
	}
}

// perByte is the least of several measurements, in nanoseconds.
func perByte(input []byte, work func([]byte)) float64 {
	const measurements, enough = 3, 2 * time.Millisecond
	least := 0.0
	for n := range measurements {
		rounds := 0
		used := time.Duration(0)
		for used < enough {
			used += ofThread(func() { work(input) })
			rounds++
		}
		per := float64(used) / float64(rounds) / float64(len(input))
		if n == 0 || per < least {
			least = per
		}
	}
	return least
}

// ofThread is the time that the processor spent on f.
func ofThread(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadTime()
	f()
	return threadTime() - began
}

func threadTime() time.Duration {
	const thisThread = 1 // RUSAGE_THREAD (getrusage(2))
	var used syscall.Rusage
	if err := syscall.Getrusage(thisThread, &used); err != nil {
		panic(err) // it has no reason to
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
