//go:build !unix

package searchbench

import "time"

var began = time.Now()

// spent is the time that has passed, where the processor time of a program is not to be had.
func spent() time.Duration { return time.Since(began) }
