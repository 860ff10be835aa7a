package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

// refusedAddress is the error of a connection that the guard forbids.
type refusedAddress struct{ address netip.AddrPort }

func (e refusedAddress) Error() string {
	return fmt.Sprintf("%s is not a public address; allow its network in the configuration if it is yours", e.address)
}

// notPublic lists the networks of IPv4, and those within 2000::/3, that no publisher lives in: IANA's special-purpose
// registries, and the ranges that carry IPv4 addresses inside IPv6 ones.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by carriers
	netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), // link-local, and the clouds' metadata services
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("224.0.0.0/3"), // multicast, reserved, broadcast

	netip.MustParsePrefix("2001::/23"), // Teredo and other protocol assignments
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4
	netip.MustParsePrefix("3fff::/20"),
}

// globalUnicast is the only part of IPv6 in public use; ::1, mapped and NAT64 addresses, ULA and link-local are outside.
var globalUnicast = netip.MustParsePrefix("2000::/3")

// Public reports whether an address may belong to a publisher.
func Public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if a.Is6() && !globalUnicast.Contains(a) {
		return false
	}
	for _, network := range notPublic {
		if network.Contains(a) {
			return false
		}
	}
	return a.IsValid()
}

// guard checks each connection when its address is known, which is after DNS and once per hop and attempt: a name
// that changes its mind between two lookups gains nothing.
func guard(allowed []netip.Prefix) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, network, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !strings.HasPrefix(network, "tcp") {
			return fmt.Errorf("%s %s is no TCP address", network, address)
		}
		a := to.Addr().Unmap()
		for _, network := range allowed {
			if network.Contains(a) {
				return nil
			}
		}
		if !Public(to.Addr()) || !webPort(to.Port()) {
			return refusedAddress{to}
		}
		return nil
	}
}

// webPort keeps us from talking to mail servers and the like.
func webPort(port uint16) bool { return port == 80 || port == 443 || port >= 1024 }

// resolveLocalhost gives names under .localhost the loopback address without asking DNS (RFC 6761, section 6.3).
func resolveLocalhost(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}

// parseAddress accepts absolute http and https addresses.
func parseAddress(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, errors.New("the address is too long")
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New("this is no http:// or https:// address")
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

var errTooManyRedirects = fmt.Errorf("redirected more than %d times", maxRedirects)

// redirect reads where an answer leads, when it is a redirect.
func redirect(answer *http.Response, at *url.URL) (*url.URL, bool, error) {
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, false, nil
	}
	location := answer.Header.Get("Location")
	ref, err := url.Parse(location)
	if err != nil || location == "" {
		return nil, false, fmt.Errorf("redirected to an unreadable address %.100q", location)
	}
	next, err := parseAddress(at.ResolveReference(ref).String())
	if err != nil {
		return nil, false, fmt.Errorf("redirected to %.100q: %w", location, err)
	}
	return next, true, nil
}
