package fetch_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

func TestMailReadsWhatIsNew(t *testing.T) {
	t.Parallel()
	for _, plain := range []bool{false, true} {
		m := newMailServer(t, func(m *mailServer) { m.plain = plain })
		c, r := mailClient(t), m.request()
		got, response := readMail(t, c, r)
		if got != "" || response.State != "7:0" {
			t.Errorf("an empty folder: %q, %+v", got, response)
		}
		m.add("one\r\n", "two {3}\r\nx)\r\n", "three")
		r.State = response.State
		if got, response = readMail(t, c, r); got != "one\r\n|two {3}\r\nx)\r\n|three" || response.State != "7:3" || response.More {
			t.Errorf("first messages: %q, %+v", got, response)
		}
		r.State = response.State
		if got, response = readMail(t, c, r); got != "" || response.State != "7:3" {
			t.Errorf("nothing new: %q, %+v", got, response)
		}
		m.add("four")
		if got, response = readMail(t, c, r); got != "four" || response.State != "7:4" {
			t.Errorf("a new one: %q, %+v", got, response)
		}
		m.mu.Lock()
		m.validity = 8
		m.mu.Unlock()
		r.State, r.MaxMessages = response.State, 2
		if got, response = readMail(t, c, r); got != "three|four" || response.State != "8:4" {
			t.Errorf("numbered anew: %q, %+v", got, response)
		}
		m.mu.Lock()
		for _, command := range m.commands {
			if word, _, _ := strings.Cut(command, " "); word == "SELECT" || word == "STORE" || strings.Contains(command, "BODY[") {
				t.Errorf("%q changes the mailbox", command)
			}
		}
		m.mu.Unlock()
	}
}

func TestMailKeepsItsLimits(t *testing.T) {
	t.Parallel()
	m := newMailServer(t, nil)
	m.add("a1", strings.Repeat("b", 5000), "c3", "d4", "e5")
	c, r := mailClient(t), m.request()
	r.State, r.MaxMessages, r.MaxBytes = "7:0", 2, 1000
	got, response := readMail(t, c, r)
	if got != "a1|c3" || response.State != "7:3" || !response.More {
		t.Errorf("two of them, without the large one: %q, %+v", got, response)
	}
	r.State, r.MaxBytes, r.MaxMessages = response.State, 3, 10
	if got, response = readMail(t, c, r); got != "d4" || response.State != "7:4" || !response.More {
		t.Errorf("three bytes: %q, %+v", got, response)
	}
}

func TestMailIsSecure(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil)
	defer web.Close()
	pool := x509.NewCertPool()
	pool.AddCert(web.Certificate())
	trusting := &tls.Config{RootCAs: pool}
	c := mailClient(t)

	start := newMailServer(t, func(m *mailServer) { m.tls = &tls.Config{Certificates: web.TLS.Certificates} })
	start.add("one")
	response, err := fetch.MailFromAfar(t.Context(), c, start.request(), trusting)
	if err != nil || len(response.Messages) != 1 || start.commands[0] != "STARTTLS" {
		t.Errorf("STARTTLS: %v, %v", err, start.commands)
	}
	all := newMailServer(t, func(m *mailServer) { m.tls, m.secret = &tls.Config{Certificates: web.TLS.Certificates}, true })
	all.add("one")
	r := all.request()
	r.URL = strings.Replace(r.URL, "imap:", "imaps:", 1)
	if response, err := fetch.MailFromAfar(t.Context(), c, r, trusting); err != nil || len(response.Messages) != 1 {
		t.Errorf("imaps: %v", err)
	}
	if _, err := c.Mail(t.Context(), r); err == nil || !strings.Contains(err.Error(), "no secure connection") {
		t.Errorf("a certificate that nobody trusts: %v", err)
	}
	bare := newMailServer(t, nil)
	_, err = fetch.MailFromAfar(t.Context(), c, bare.request(), trusting)
	if e, ok := errors.AsType[*fetch.Error](err); !ok || e.Kind != fetch.Blocked || !strings.Contains(err.Error(), "encryption") {
		t.Errorf("no encryption: %v", err)
	}
	early := newMailServer(t, func(m *mailServer) { m.greeting = "* PREAUTH welcome" })
	if _, err = fetch.MailFromAfar(t.Context(), c, early.request(), trusting); err == nil {
		t.Error("a server that skips the encryption was believed")
	}
	for _, m := range []*mailServer{bare, early} {
		m.mu.Lock()
		if strings.Contains(strings.Join(m.commands, " "), "LOGIN") {
			t.Errorf("the password was sent: %q", m.commands)
		}
		m.mu.Unlock()
	}
	closed := fetch.New(fetch.Options{Timeout: time.Second})
	if _, err := closed.Mail(t.Context(), bare.request()); err == nil || !strings.Contains(err.Error(), "not a public address") {
		t.Errorf("loopback without permission: %v", err)
	}
}

func TestMailNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	silent := func(string, io.Writer) bool { return true }
	for name, c := range map[string]struct {
		set     func(*mailServer)
		request func(*fetch.MailRequest)
		kind    fetch.Kind
		says    string
	}{
		"wrong password":  {request: func(r *fetch.MailRequest) { r.Password = "guess" }, kind: fetch.Blocked, says: "user name and password"},
		"PLAIN, wrong":    {set: func(m *mailServer) { m.plain = true }, request: func(r *fetch.MailRequest) { r.User = "x" }, kind: fetch.Blocked, says: "user name and password"},
		"no folder":       {request: func(r *fetch.MailRequest) { r.URL += "s" }, kind: fetch.Blocked, says: `no folder "News/Cafés"`},
		"not welcome":     {set: func(m *mailServer) { m.greeting = "* BYE overloaded" }, kind: fetch.Blocked, says: "overloaded"},
		"no mail server":  {set: func(m *mailServer) { m.greeting = "220 smtp.example ESMTP" }, kind: fetch.Blocked, says: "220 smtp"},
		"no address":      {request: func(r *fetch.MailRequest) { r.URL = "https://x/" }, kind: fetch.Failed, says: "want imaps://"},
		"nobody there":    {request: func(r *fetch.MailRequest) { r.URL = "imap://127.0.0.1:1/x" }, kind: fetch.Failed, says: "refused"},
		"a wall of text":  {set: func(m *mailServer) { m.greeting = strings.Repeat("x", 1<<20) }, kind: fetch.TooLarge, says: "too long"},
		"silence":         {set: func(m *mailServer) { m.odd = silent }, kind: fetch.Failed, says: "timeout"},
		"two gigabytes":   {set: announces("2147483648"), kind: fetch.TooLarge, says: "announces 2147483648"},
		"more than that":  {set: announces("99999999999999999"), kind: fetch.TooLarge, says: "announces"},
		"dies in the mid": {set: announces("1000"), kind: fetch.Failed, says: "ended the connection"},
		"many answers": {set: func(m *mailServer) {
			m.odd = func(command string, out io.Writer) bool {
				if command != "CAPABILITY" {
					return false
				}
				for range 3000 {
					if _, err := io.WriteString(out, strings.Repeat("* 1 EXISTS\r\n", 100)); err != nil {
						break
					}
				}
				return true
			}
		}, kind: fetch.TooLarge, says: "does not come to an end"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMailServer(t, c.set)
			m.add("one", "two")
			r := m.request()
			if c.request != nil {
				c.request(&r)
			}
			_, err := fetch.New(fetch.Options{AllowNetworks: loopback, Timeout: 3 * time.Second}).Mail(t.Context(), r)
			e, ok := errors.AsType[*fetch.Error](err)
			if !ok || e.Kind != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %s %q", err, c.kind, c.says)
			}
			if err != nil && (strings.Contains(err.Error(), "s3 cret") || strings.Contains(err.Error(), "guess")) {
				t.Errorf("the password is in the error: %v", err)
			}
		})
	}
}

// announces makes a server begin a message of a size, and end.
func announces(size string) func(*mailServer) {
	return func(m *mailServer) {
		m.odd = func(command string, out io.Writer) bool {
			if !strings.Contains(command, "BODY.PEEK") {
				return false
			}
			fmt.Fprintf(out, "* 1 FETCH (UID 1 BODY[] {%s}\r\nbegin", size)
			out.(net.Conn).Close()
			return true
		}
	}
}

func TestMailKeepsWhatCameBeforeTheEnd(t *testing.T) {
	t.Parallel()
	m := newMailServer(t, func(m *mailServer) {
		m.odd = func(command string, out io.Writer) bool {
			if !strings.Contains(command, "BODY.PEEK") || strings.Contains(command, "FETCH 2") {
				return false
			}
			io.WriteString(out, "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n* 2 FETCH (UID 2 BODY[] {3}\r\ntw")
			out.(net.Conn).Close()
			return true
		}
	})
	m.add("one", "two")
	c, r := mailClient(t), m.request()
	got, response := readMail(t, c, r)
	if got != "one" || response.State != "7:1" || !response.More {
		t.Errorf("got %q, %+v", got, response)
	}
	r.State = response.State
	if got, response = readMail(t, c, r); got != "two" || response.State != "7:2" || response.More {
		t.Errorf("the rest: %q, %+v", got, response)
	}
}

func TestMailFolder(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"INBOX": `"INBOX"`, `a "b" \ & c`: `"a \"b\" \\ &- c"`, "Café": `"Caf&AOk-"`, "新聞/日": `"&ZbCAXg-/&ZeU-"`, "x\r\ny": `"x&AA0ACg-y"`} {
		if got := fetch.MailFolder(name); got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}
