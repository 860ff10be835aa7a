package fetch_test

import (
	"context"
	"net"
	"net/netip"
	"os"
	"sync"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/net/dns/dnsmessage"
)

// resolver answers the names of this test program and no others.
var resolver = &names{answers: map[string][]string{}}

func TestMain(m *testing.M) {
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: resolver.dial}
	code := m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// names is a DNS server behind a pipe.
type names struct {
	mu      sync.Mutex
	answers map[string][]string // name to the address of each lookup, the last one for ever
}

func (n *names) set(name string, addresses ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answers[name] = addresses
}

// next is what a lookup of IPv4 addresses yields.
func (n *names) next(name string) (string, bool) {
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

func (n *names) known(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.answers[name]) > 0
}

// dial speaks DNS over "TCP": a length of two bytes before each message, which ends with the connection.
func (n *names) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	go func() { // ends when the resolver closes its side
		defer there.Close()
		for {
			var size [2]byte
			if _, err := there.Read(size[:1]); err != nil {
				return
			}
			if _, err := there.Read(size[1:]); err != nil {
				return
			}
			question := make([]byte, int(size[0])<<8|int(size[1]))
			for read := 0; read < len(question); {
				got, err := there.Read(question[read:])
				if err != nil {
					return
				}
				read += got
			}
			answer := n.answer(question)
			if _, err := there.Write(append([]byte{byte(len(answer) >> 8), byte(len(answer))}, answer...)); err != nil {
				return
			}
		}
	}()
	return here, nil
}

func (n *names) answer(question []byte) []byte {
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
