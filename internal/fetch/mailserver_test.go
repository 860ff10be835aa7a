package fetch_test

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

// mailServer is a small IMAP server on loopback, for the user "ines" with the password "s3 cret".
type mailServer struct {
	t        *testing.T
	listener net.Listener
	tls      *tls.Config // nil: no STARTTLS
	secret   bool        // TLS from the first byte
	plain    bool        // offers AUTH=PLAIN
	greeting string
	odd      func(command string, out io.Writer) bool // answers in the server's place; false: it did not

	mu       sync.Mutex
	validity int
	messages map[int]string // by UID
	next     int
	commands []string
	wg       sync.WaitGroup
}

func newMailServer(t *testing.T, set func(*mailServer)) *mailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailServer{t: t, listener: listener, greeting: "* OK ready", validity: 7, messages: map[int]string{}, next: 1}
	if set != nil {
		set(m)
	}
	m.wg.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			m.wg.Go(func() { m.serve(conn) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		m.wg.Wait()
	})
	return m
}

func (m *mailServer) add(messages ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, message := range messages {
		m.messages[m.next] = message
		m.next++
	}
}

func (m *mailServer) request() fetch.MailRequest {
	return fetch.MailRequest{URL: "imap://" + m.listener.Addr().String() + "/News/Caf%C3%A9", User: "ines", Password: "s3 cret"}
}

func (m *mailServer) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	if m.secret {
		conn = tls.Server(conn, m.tls)
	}
	fmt.Fprintf(conn, "%s\r\n", m.greeting)
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		tag, command, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		for strings.HasSuffix(command, "}") { // a literal follows
			var size int
			fmt.Sscanf(command[strings.LastIndexByte(command, '{'):], "{%d}", &size)
			fmt.Fprint(conn, "+ go on\r\n")
			literal := make([]byte, size)
			if _, err := io.ReadFull(in, literal); err != nil {
				return
			}
			rest, _ := in.ReadString('\n')
			command = command[:strings.LastIndexByte(command, '{')] + string(literal) + strings.TrimRight(rest, "\r\n")
		}
		m.mu.Lock()
		m.commands = append(m.commands, command)
		m.mu.Unlock()
		if m.odd != nil && m.odd(command, conn) {
			continue
		}
		if command == "STARTTLS" && m.tls != nil {
			fmt.Fprintf(conn, "%s OK go\r\n", tag)
			conn = tls.Server(conn, m.tls)
			in = bufio.NewReader(conn)
			continue
		}
		if command == "AUTHENTICATE PLAIN" {
			fmt.Fprint(conn, "+ \r\n")
			said, _ := in.ReadString('\n')
			plain, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(said))
			command = "PLAIN " + string(plain)
		}
		fmt.Fprint(conn, m.answer(command)+tag+" "+m.verdict(command)+"\r\n")
		if command == "LOGOUT" {
			return
		}
	}
}

func (m *mailServer) verdict(command string) string {
	switch word, _, _ := strings.Cut(command, " "); word {
	case "LOGIN":
		if command != "LOGIN ines s3 cret" {
			return "NO [AUTHENTICATIONFAILED] wrong"
		}
	case "PLAIN":
		if command != "PLAIN \x00ines\x00s3 cret" {
			return "NO wrong"
		}
	case "EXAMINE":
		if command != `EXAMINE "News/Caf&AOk-"` {
			return "NO no such folder"
		}
	case "CAPABILITY", "UID", "FETCH", "LOGOUT":
	default:
		return "BAD " + word
	}
	return "OK done"
}

func (m *mailServer) answer(command string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	each := func(from int, do func(n, uid int, message string)) {
		n := 0
		for uid := 1; uid < m.next; uid++ {
			message, found := m.messages[uid]
			if !found {
				continue
			}
			if n++; uid >= from || uid == m.next-1 {
				do(n, uid, message)
			}
		}
	}
	size := func(n, uid int, message string) {
		fmt.Fprintf(&b, "* %d FETCH (UID %d RFC822.SIZE %d)\r\n", n, uid, len(message))
	}
	var from int
	switch {
	case command == "CAPABILITY":
		b.WriteString("* CAPABILITY IMAP4rev1" + map[bool]string{true: " AUTH=PLAIN"}[m.plain] + "\r\n")
	case strings.HasPrefix(command, "EXAMINE"):
		fmt.Fprintf(&b, "* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %d] valid\r\n* OK [UIDNEXT %d] next\r\n", len(m.messages), m.validity, m.next)
	case strings.HasPrefix(command, "FETCH"):
		fmt.Sscanf(command, "FETCH %d:*", &from)
		each(0, func(n, uid int, message string) {
			if n >= from {
				size(n, uid, message)
			}
		})
	case strings.Contains(command, "RFC822.SIZE"):
		fmt.Sscanf(command, "UID FETCH %d:*", &from)
		each(from, size)
	case strings.HasPrefix(command, "UID FETCH"):
		set := strings.Split(strings.Fields(command)[2], ",")
		each(0, func(n, uid int, message string) {
			for _, one := range set {
				if one == fmt.Sprint(uid) {
					fmt.Fprintf(&b, "* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n* %d EXISTS\r\n", n, uid, len(message), message, len(m.messages))
				}
			}
		})
	}
	return b.String()
}

func mailClient(t *testing.T) *fetch.Client {
	t.Helper()
	return fetch.New(fetch.Options{AllowNetworks: loopback, Timeout: 5 * time.Second})
}

func readMail(t *testing.T, c *fetch.Client, r fetch.MailRequest) (string, *fetch.MailResponse) {
	t.Helper()
	response, err := c.Mail(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, message := range response.Messages {
		all = append(all, string(message))
	}
	return strings.Join(all, "|"), response
}
