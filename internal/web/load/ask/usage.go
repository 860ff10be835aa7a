package ask

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a process takes; zero where the system does not tell.
type Usage struct {
	Resident, Peak int64 // bytes
	Processor      time.Duration
}

// ticksPerSecond is in what /proc counts processor time, on every Linux.
const ticksPerSecond = 100

// UsageOf asks the system about a process.
func UsageOf(pid int) (u Usage) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Usage{}
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		n, _ := strconv.ParseInt(fields[1], 10, 64) // of other lines, not used
		switch fields[0] {
		case "VmRSS:":
			u.Resident = n << 10
		case "VmHWM:":
			u.Peak = n << 10
		}
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}
	}
	_, after, _ := strings.Cut(string(stat), ") ") // a name may hold spaces
	if fields := strings.Fields(after); len(fields) > 12 {
		user, _ := strconv.ParseInt(fields[11], 10, 64)
		system, _ := strconv.ParseInt(fields[12], 10, 64)
		u.Processor = time.Duration(user+system) * time.Second / ticksPerSecond
	}
	return u
}
