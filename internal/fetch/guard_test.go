package fetch_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"nutgraf/internal/fetch"
)

func TestGetRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	called := atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Store(true) }))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	c := fetch.New(fetch.Options{})
	t.Cleanup(c.Close)
	for _, host := range []string{
		"127.0.0.1", "127.1.2.3", "localhost", "press.localhost", "LOCALHOST.", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "0.0.0.0", "[::]", "10.0.0.1",
		"169.254.169.254", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:1:2:3:4:80ff:fffe]", "[fd00:ec2::254]", "[fe80::1]", "100.100.100.200",
	} {
		e := refusal(t, c, fetch.Request{URL: "http://" + host + port + "/"}, fetch.Blocked, "not a public address")
		if e.Temporary || e.Wall == "" {
			t.Errorf("%s: got %+v, want a lasting error that says who", host, e)
		}
	}
	if called.Load() {
		t.Error("the server was called")
	}
	allowed := fetch.New(fetch.Options{AllowNetworks: loopback})
	t.Cleanup(allowed.Close)
	mustGet(t, allowed, fetch.Request{URL: "http://press.localhost" + port + "/"})
}

func TestOnlyPortsOfWebServersAreCalled(t *testing.T) {
	t.Parallel()
	c := fetch.New(fetch.Options{})
	t.Cleanup(c.Close)
	for _, port := range []int{22, 25, 110, 143, 445, 465, 587, 993, 3306, 5432, 6379, 6667, 11211} {
		refusal(t, c, fetch.Request{URL: fmt.Sprintf("http://192.0.3.1:%d/", port)}, fetch.Blocked, "not one that web servers use")
	}
}

// TestANameThatChangesItsMind: each lookup counts by what is connected to, with redirects and reused names too.
func TestANameThatChangesItsMind(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if r.URL.Path == "/again" {
			http.Redirect(w, r, "/", http.StatusFound)
		}
	}))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	c := fetch.New(fetch.Options{AllowNetworks: loopback})
	t.Cleanup(c.Close)
	// The first answer is allowed here, the second leads to a cloud's metadata.
	names := map[string][]string{"flip.invalid.": {"127.0.0.1", "169.254.169.254"}, "hop.invalid.": {"127.0.0.1", "10.0.0.1"}, "both.invalid.": {"10.0.0.1", "192.168.0.1"}}
	for name, answers := range names {
		resolver.Set(name, answers...)
	}
	mustGet(t, c, fetch.Request{URL: "http://flip.invalid" + port + "/"})
	refusal(t, c, fetch.Request{URL: "http://flip.invalid" + port + "/"}, fetch.Blocked, "169.254.169.254")
	refusal(t, c, fetch.Request{URL: "http://hop.invalid" + port + "/again"}, fetch.Blocked, "10.0.0.1")
	refusal(t, c, fetch.Request{URL: "http://both.invalid" + port + "/"}, fetch.Blocked, "not a public address")
	refusal(t, c, fetch.Request{URL: "http://nowhere.invalid/"}, fetch.Failed, "there is no host named nowhere.invalid")
}

// TestANetworkThatCarriesOthers: who runs NAT64 allows its prefix, not what is private behind it.
func TestANetworkThatCarriesOthers(t *testing.T) {
	t.Parallel()
	c := fetch.New(fetch.Options{AllowNetworks: []netip.Prefix{
		netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("::/96"),
	}})
	t.Cleanup(c.Close)
	for _, host := range []string{"64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "2002:a00:1::1", "2001:0:1:2:3:4:f5ff:fffe", "::192.168.0.1", "::ffff:10.0.0.1"} {
		refusal(t, c, fetch.Request{URL: "http://[" + host + "]/"}, fetch.Blocked, "not a public address")
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"8.8.8.8": true, "193.99.144.80": true, "2a02:2e0:3fe:1001::1": true, "::ffff:8.8.8.8": true,
		"0.1.2.3": false, "10.1.2.3": false, "100.64.0.1": false, "100.127.255.255": false, "127.1.2.3": false, "169.254.169.254": false,
		"172.16.0.1": false, "172.31.0.1": false, "192.0.0.8": false, "192.168.1.1": false, "198.18.0.1": false, "224.0.0.1": false,
		"240.0.0.1": false, "255.255.255.255": false, "::": false, "::1": false, "::ffff:10.0.0.1": false, "::ffff:0:127.0.0.1": false,
		"64:ff9b::a00:1": false, "64:ff9b::808:808": false, "64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:db8::1": false, "2002:7f00:1::": false,
		"fc00::1": false, "fd12::1": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false, "172.15.0.1": true, "100.128.0.1": true,
		"192.88.99.1": false, "203.0.113.7": false, "3fff::1": false, "5f00::1": false, "4000::1": false,
	}
	for address, want := range tests {
		if got := fetch.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
}
