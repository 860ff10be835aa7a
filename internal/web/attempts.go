package web

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// errTooMany is what a guesser of passwords gets.
var errTooMany = errors.New("too many attempts")

// How many passwords may be tried: from one address, for one user, and from all together, because each costs time.
const (
	attemptsEach = 5
	attemptsName = 10
	attemptsAll  = 40
	attemptEvery = 12 * time.Second // until one more may be tried
	maxGuessers  = 10_000           // addresses remembered, and names
	maxTriedName = 1000             // bytes of one that is
)

// attempts limits the guessing of passwords.
type attempts struct {
	all *rate.Limiter

	mu   sync.Mutex
	each map[netip.Prefix]*rate.Limiter
	name map[string]*rate.Limiter
}

func newAttempts() *attempts {
	return &attempts{all: rate.NewLimiter(2, attemptsAll), each: map[netip.Prefix]*rate.Limiter{}, name: map[string]*rate.Limiter{}}
}

// allowName reports whether a password may be tried for the user of that name, wherever from. A guesser of the owner's, who has no
// name there, is held by the limit on all together, so that nobody can shut the owner out more cheaply.
func (a *attempts) allowName(name string) bool {
	if name == "" || len(name) > maxTriedName { // nobody is called so
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	limiter := a.name[name]
	if limiter == nil {
		if len(a.name) >= maxGuessers {
			clear(a.name)
		}
		limiter = rate.NewLimiter(rate.Every(attemptEvery), attemptsName)
		a.name[name] = limiter
	}
	return limiter.Allow()
}

// allow reports whether this request may try a password.
func (a *attempts) allow(r *http.Request) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	from := network(r.RemoteAddr)
	limiter := a.each[from]
	if limiter == nil {
		if len(a.each) >= maxGuessers {
			clear(a.each) // the limit on all together still holds
		}
		limiter = rate.NewLimiter(rate.Every(attemptEvery), attemptsEach)
		a.each[from] = limiter
	}
	return limiter.Allow() && a.all.Allow()
}

// network is who counts as one: an IPv4 address, or the /64 of an IPv6 one.
func network(remote string) netip.Prefix {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Prefix{}
	}
	ip = ip.Unmap().WithZone("")
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
