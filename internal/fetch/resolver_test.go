package fetch_test

import (
	"net"
	"os"
	"testing"

	"go.uber.org/goleak"

	"nutgraf/internal/fetch/dnstest"
)

// resolver answers the names of this test program and no others.
var resolver = &dnstest.Names{}

func TestMain(m *testing.M) {
	net.DefaultResolver = resolver.Resolver()
	code := m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}
