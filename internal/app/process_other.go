//go:build !unix

package app

import "runtime"

// peakMemory is what the process has from the system, in bytes: as near to the peak as can be known here.
func peakMemory() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
