package app

import (
	"crypto/rand"
	"fmt"
	"os"
)

// holder names this process in leases: for people by host and number, for the machine by chance.
func holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:8])
}
