package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// OnlyLocal answers requests that call this machine by a name of its own, such as localhost:8080, and refuses all
// others with 421 Misdirected Request. It belongs around everything that a private instance serves: site, API and
// metrics. A listener on the loopback address keeps other machines out, but not the pages of others in a browser here,
// whose own name may be made to lead to this machine (DNS rebinding); such a request bears that name in its Host.
func OnlyLocal(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			http.Error(w, "This instance is private and answers at http://localhost only; to publish it under another name, start it with --base-url.",
				http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// local reports whether a Host header can only mean the machine it was sent from: a name that RFC 6761 reserves for
// that, or a loopback address.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	} else {
		host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
