package devtest

import "os"

// SizeVariable says how large trials are that can be any size: "full", or what
// every run can afford.
const SizeVariable = "TEST_SIZE"

// Sized is how much a trial does: a small number in every run, the full one
// where the environment asks for it.
func Sized(small, full int) int {
	if os.Getenv(SizeVariable) == "full" {
		return full
	}
	return small
}
