package markup

import (
	"net/url"
	"strings"
)

// maxAddress is the longest address that is taken seriously, in bytes.
const maxAddress = 8 << 10

// Absolute resolves ref against base and returns an http or https address, "" when there is none in it. White space
// around and line breaks within ref are dropped, as browsers do.
func Absolute(base, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > maxAddress {
		return ""
	}
	if strings.ContainsAny(ref, "\n\r\t") {
		ref = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(ref)
	}
	ref = strings.ReplaceAll(ref, " ", "%20")
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		b, err := url.Parse(base)
		if err != nil || !b.IsAbs() {
			return ""
		}
		u = b.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return ""
	}
	address := u.String()
	if len(address) > maxAddress {
		return ""
	}
	return address
}
