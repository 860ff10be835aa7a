package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// parseAddress accepts absolute http and https addresses as people and servers write them: spaces and letters of any
// script are escaped, international host names put into their ASCII form, fragments dropped.
func parseAddress(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, fmt.Errorf("the address is too long: %d bytes, at most %d", len(address), maxAddress)
	}
	u, err := url.Parse(escaped(address))
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New("this is no http:// or https:// address")
	}
	u.Fragment, u.RawFragment = "", ""
	name, err := hostName(u.Hostname())
	if err != nil {
		return nil, fmt.Errorf("the address has an impossible host name %.100q", u.Hostname())
	}
	switch port := u.Port(); {
	case port != "":
		u.Host = net.JoinHostPort(name, port)
	case strings.Contains(name, ":"):
		u.Host = "[" + name + "]"
	default:
		u.Host = name
	}
	return u, nil
}

// hostName gives a host its one spelling.
func hostName(name string) (string, error) {
	if a, err := netip.ParseAddr(name); err == nil {
		if a.Zone() != "" {
			return "", errors.New("a zone means something on one machine only")
		}
		return a.String(), nil
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if isASCII(name) && !strings.Contains(name, "xn--") {
		if name == "" || len(name) > 253 || name[0] == '.' || strings.Contains(name, "..") || strings.ContainsAny(name, " %<>\"\\^`{|}") {
			return "", errors.New("no host name")
		}
		return name, nil
	}
	return idna.Lookup.ToASCII(name)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// escaped repairs an address as browsers do: white space around it and line breaks within go, other bytes that an
// address cannot have are percent-encoded, and so is a lone percent sign.
func escaped(address string) string {
	address = strings.TrimSpace(address)
	host := strings.Index(address, "://") + 1
	path := host + 2
	if host > 0 {
		if end := strings.IndexAny(address[path:], "/?#"); end >= 0 {
			path += end
		} else {
			path = len(address)
		}
	} else {
		path = 0
	}
	var b strings.Builder
	b.Grow(len(address))
	b.WriteString(strings.Map(dropBreaks, address[:path]))
	for i := path; i < len(address); i++ {
		switch c := address[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c == '%' && (i+2 >= len(address) || !isHex(address[i+1]) || !isHex(address[i+2])):
			b.WriteString("%25")
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func dropBreaks(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return -1
	}
	return r
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
