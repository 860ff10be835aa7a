// Package dnstest is a DNS server for tests, without a network: names that change their minds are its purpose.
package dnstest

import (
	"context"
	"io"
	"net"
	"net/netip"
	"sync"

	"golang.org/x/net/dns/dnsmessage"
)

// Names is a DNS server behind a pipe. It knows the names that it was told and no others.
type Names struct {
	mu      sync.Mutex
	answers map[string][]string
}

// Set tells the IPv4 addresses of a name, which ends with a dot: one for each lookup, the last one for ever.
func (n *Names) Set(name string, addresses ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.answers == nil {
		n.answers = map[string][]string{}
	}
	n.answers[name] = addresses
}

// next is what a lookup of IPv4 addresses yields.
func (n *Names) next(name string) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	left, ok := n.answers[name]
	if !ok {
		return "", false
	}
	if len(left) > 1 {
		n.answers[name] = left[1:]
	}
	return left[0], true
}

func (n *Names) known(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.answers[name]) > 0
}

// Resolver asks this server alone.
func (n *Names) Resolver() *net.Resolver { return &net.Resolver{PreferGo: true, Dial: n.dial} }

// dial speaks DNS over "TCP": a length of two bytes before each message, which ends with the connection.
func (n *Names) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	go func() { // ends when the resolver closes its side
		defer there.Close()
		for {
			var size [2]byte
			if _, err := io.ReadFull(there, size[:]); err != nil {
				return
			}
			question := make([]byte, int(size[0])<<8|int(size[1]))
			if _, err := io.ReadFull(there, question); err != nil {
				return
			}
			answer := n.answer(question)
			if _, err := there.Write(append([]byte{byte(len(answer) >> 8), byte(len(answer))}, answer...)); err != nil {
				return
			}
		}
	}()
	return here, nil
}

func (n *Names) answer(question []byte) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	if !n.known(q.Name.String()) {
		m.RCode = dnsmessage.RCodeNameError
	} else if q.Type == dnsmessage.TypeA {
		address, _ := n.next(q.Name.String())
		m.Answers = append(m.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0},
			Body:   &dnsmessage.AResource{A: netip.MustParseAddr(address).As4()},
		})
	}
	answer, err := m.Pack()
	if err != nil {
		return nil
	}
	return answer
}
