package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
)

// refusedAddress is the error of a connection that the guard forbids.
type refusedAddress struct{ address netip.AddrPort }

func (e refusedAddress) Error() string {
	if Public(e.address.Addr()) {
		return fmt.Sprintf("port %d of %s is not one that web servers use", e.address.Port(), e.address.Addr())
	}
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

// Networks that carry IPv4 addresses inside IPv6 ones.
var (
	nat64  = netip.MustParsePrefix("64:ff9b::/96")
	sixTo4 = netip.MustParsePrefix("2002::/16")
	teredo = netip.MustParsePrefix("2001::/32")
	compat = netip.MustParsePrefix("::/96")
)

// inner is the IPv4 address that an IPv6 one leads to.
func inner(a netip.Addr) (netip.Addr, bool) {
	b := a.As16()
	switch {
	case !a.Is6():
		return netip.Addr{}, false
	case a.Is4In6():
		return a.Unmap(), true
	case nat64.Contains(a), compat.Contains(a) && a != netip.IPv6Loopback() && a != netip.IPv6Unspecified():
		return netip.AddrFrom4([4]byte(b[12:16])), true
	case sixTo4.Contains(a):
		return netip.AddrFrom4([4]byte(b[2:6])), true
	case teredo.Contains(a):
		return netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]}), true
	}
	return netip.Addr{}, false
}

// permitted reports whether the operator or the tables let us call an address. Who allows a network that carries
// others has not allowed all of those.
func permitted(to netip.AddrPort, allowed []netip.Prefix) bool {
	a := to.Addr().Unmap()
	within, embedded := inner(a)
	if embedded && !permitted(netip.AddrPortFrom(within, to.Port()), allowed) {
		return false
	}
	for _, network := range allowed {
		if network.Contains(a) {
			return true
		}
	}
	return Public(to.Addr()) && webPort(to.Port())
}

// guard checks each connection when its address is known, which is after DNS and once per hop and attempt: a name
// that changes its mind between two lookups gains nothing.
func guard(allowed []netip.Prefix) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, network, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !strings.HasPrefix(network, "tcp") {
			return fmt.Errorf("%s %s is no TCP address", network, address)
		}
		if !permitted(to, allowed) {
			return refusedAddress{to}
		}
		return nil
	}
}

// webPort keeps us from talking to mail servers, databases and the like.
func webPort(port uint16) bool {
	return port == 80 || port == 443 || port >= 1024 && !slices.Contains(otherPorts, port)
}

// otherPorts are well-known ports of services that are no web servers, as browsers and common sense have them.
var otherPorts = []uint16{
	1433, 1521, 1719, 1720, 1723, 2049, 2375, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 6000, 6379, 6566,
	6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 10080, 11211, 27017,
}

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
