package fetch_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

func TestGetNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cloudflare":
			w.Header().Set("Server", "cloudflare")
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(403)
		case "/datadome":
			w.WriteHeader(403)
			fmt.Fprint(w, "<script src=https://geo.captcha-delivery.com/x>")
		case "/short":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "ten bytes.")
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(encoded(t, "gzip", strings.Repeat("hello, world. ", 99))[:20])
		case "/header":
			for i := range 4000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 50))
			}
		case "/304":
			w.WriteHeader(304)
		default:
			var status int
			fmt.Sscanf(r.URL.Path, "/%d", &status)
			w.WriteHeader(status)
		}
	})
	tests := []struct {
		path      string
		kind      fetch.Kind
		words     string
		temporary bool
	}{
		{"/404", fetch.Gone, "404", false},
		{"/410", fetch.Gone, "410", false},
		{"/401", fetch.Blocked, "password", false},
		{"/451", fetch.Blocked, "451", false},
		{"/500", fetch.Failed, "500", true},
		{"/400", fetch.Failed, "400", false},
		{"/cloudflare", fetch.Blocked, "Cloudflare", false},
		{"/datadome", fetch.Blocked, "DataDome", false},
		{"/short", fetch.Failed, "after 10 of 100 bytes", true},
		{"/gzip", fetch.Failed, "ends too early", true},
		{"/header", fetch.TooLarge, "headers are longer than 128 KiB", false},
		{"/304", fetch.Failed, "304", false},
	}
	for _, test := range tests {
		if e := refusal(t, c, fetch.Request{URL: url + test.path}, test.kind, test.words); e.Temporary != test.temporary {
			t.Errorf("%s: got temporary %v, want %v", test.path, e.Temporary, test.temporary)
		}
	}
	if e := refusal(t, c, fetch.Request{URL: strings.Replace(url, "//", "//user:secret@", 1) + "/404"}, fetch.Gone, "404"); strings.Contains(e.Error(), "secret") {
		t.Errorf("the error shows the password: %v", e)
	}
}

// listen answers each connection by hand, until the test ends.
func listen(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer conn.Close()
				answer(conn)
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		serving.Wait()
	})
	return listener.Addr().String()
}

// heard reads the head of a request.
func heard(conn net.Conn) {
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for buffer := []byte{}; !bytes.HasSuffix(buffer, []byte("\r\n\r\n")); {
		var one [1]byte
		if _, err := conn.Read(one[:]); err != nil {
			return
		}
		buffer = append(buffer, one[0])
	}
}

func TestServersThatDoNotSpeakHTTP(t *testing.T) {
	t.Parallel()
	c := fetch.New(fetch.Options{AllowNetworks: loopback, Timeout: time.Second})
	t.Cleanup(c.Close)
	says := func(text string) func(net.Conn) {
		return func(conn net.Conn) {
			heard(conn)
			io.WriteString(conn, text)
		}
	}
	for name, test := range map[string]struct {
		answer func(net.Conn)
		kind   fetch.Kind
		words  string
	}{
		"hangs up":          {func(net.Conn) {}, fetch.Failed, "hung up without an answer"},
		"hangs up later":    {heard, fetch.Failed, "hung up without an answer"},
		"resets":            {func(conn net.Conn) { heard(conn); conn.(*net.TCPConn).SetLinger(0) }, fetch.Failed, "reset the connection"},
		"garbage":           {says("\x00\x01\x02 what?\r\n\r\n"), fetch.Failed, "not HTTP"},
		"HTTP/0.9":          {says("<rss version=\"0.91\"></rss>\r\n"), fetch.Failed, "not HTTP"},
		"a mail server":     {says("220 mail.example ESMTP\r\n"), fetch.Failed, "not HTTP"},
		"no status":         {says("HTTP/1.1 \r\n\r\n"), fetch.Failed, "not HTTP"},
		"headers cut":       {says("HTTP/1.1 200 OK\r\nContent-"), fetch.Failed, "not HTTP"},
		"no colon":          {says("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"), fetch.Failed, "not HTTP"},
		"one huge header":   {says("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 300<<10)), fetch.TooLarge, "headers are longer than 128 KiB"},
		"a flood of header": {says("HTTP/1.1 200 OK\r\n" + strings.Repeat("A: b\r\n", 60_000)), fetch.TooLarge, "headers are longer than 128 KiB"},
		"endless 1xx":       {says(strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 20_000)), fetch.TooLarge, "headers are longer than 128 KiB"},
		"switches":          {says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), fetch.Failed, "101"},
		"silence":           {func(conn net.Conn) { heard(conn); io.Copy(io.Discard, conn) }, fetch.Failed, "it took too long: more than 1s"},
	} {
		address := listen(t, test.answer)
		e := refusal(t, c, fetch.Request{URL: "http://" + address + "/"}, test.kind, test.words)
		if len(e.Error()) > 1000 {
			t.Errorf("%s: the error has %d bytes", name, len(e.Error()))
		}
	}
	closed := listen(t, func(net.Conn) {})
	port := closed[strings.LastIndexByte(closed, ':'):]
	other := fetch.New(fetch.Options{AllowNetworks: loopback})
	t.Cleanup(other.Close)
	refusal(t, other, fetch.Request{URL: "https://127.0.0.1" + port + "/"}, fetch.Failed, "the server ")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	refusal(t, c, fetch.Request{URL: "http://" + free.Addr().String()}, fetch.Failed, "connection refused")
}

// certificate makes one for names and a span of time, signed by itself.
func certificate(t *testing.T, name string, from, to time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// secure starts a TLS server.
func secure(t *testing.T, config *tls.Config, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.StartTLS()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL[strings.LastIndexByte(server.URL, ':'):]
}

func TestFaultsOfTLS(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good := certificate(t, "gull.localhost", now.Add(-time.Hour), now.Add(time.Hour))
	expired := certificate(t, "gull.localhost", now.Add(-48*time.Hour), now.Add(-24*time.Hour))
	future := certificate(t, "gull.localhost", now.Add(24*time.Hour), now.Add(48*time.Hour))
	other := certificate(t, "tern.localhost", now.Add(-time.Hour), now.Add(time.Hour))
	c := fetch.New(fetch.Options{AllowNetworks: loopback})
	t.Cleanup(c.Close)
	fetch.TrustAll(c, good, expired, future, other)
	one := func(c tls.Certificate) *tls.Config { return &tls.Config{Certificates: []tls.Certificate{c}} }
	if _, err := c.Get(t.Context(), fetch.Request{URL: "https://gull.localhost" + secure(t, one(good), echo)}); err != nil {
		t.Fatalf("a good one: %v", err)
	}
	old := one(good)
	old.MaxVersion = tls.VersionTLS11
	old.MinVersion = tls.VersionTLS10
	wanting := one(good)
	wanting.ClientAuth = tls.RequireAnyClientCert
	plain := httptest.NewServer(http.HandlerFunc(echo))
	t.Cleanup(plain.Close)
	for name, test := range map[string]struct{ port, words string }{
		"expired":          {secure(t, one(expired), echo), "its TLS certificate is valid from " + now.Add(-48*time.Hour).UTC().Format("2006-01-02")},
		"not yet valid":    {secure(t, one(future), echo), "its TLS certificate is valid from " + now.Add(24*time.Hour).UTC().Format("2006-01-02")},
		"another host":     {secure(t, one(other), echo), "its TLS certificate is for tern.localhost, not for gull.localhost"},
		"unknown":          {secure(t, one(certificate(t, "gull.localhost", now.Add(-time.Hour), now.Add(time.Hour))), echo), "signed by nobody who is trusted"},
		"old version":      {secure(t, old, echo), "TLS handshake failed"},
		"wants our own":    {secure(t, wanting, echo), "TLS handshake failed"},
		"plain HTTP there": {plain.URL[strings.LastIndexByte(plain.URL, ':'):], "does not speak TLS"},
	} {
		if e := refusal(t, c, fetch.Request{URL: "https://gull.localhost" + test.port + "/"}, fetch.Failed, test.words); !e.Temporary {
			t.Errorf("%s: it may be mended", name)
		}
	}
	refusal(t, c, fetch.Request{URL: "http://gull.localhost" + secure(t, one(good), echo) + "/"}, fetch.Failed, "400")
}
