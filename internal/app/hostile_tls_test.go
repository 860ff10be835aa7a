package app_test

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
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"nutgraf/internal/fetch/dnstest"
	"nutgraf/internal/news"
)

var (
	silent  = log.New(io.Discard, "", 0)
	trusted = selfSigned("*.localhost", time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour))
	names   = &dnstest.Names{}
)

// The client of the running service trusts one certificate more, and asks a DNS that changes its mind. Both have to be
// there before anything in this program makes a connection.
func init() {
	before, had := os.LookupEnv("GODEBUG")
	os.Setenv("GODEBUG", "x509usefallbackroots=1")
	pool := x509.NewCertPool()
	pool.AddCert(trusted.Leaf)
	x509.SetFallbackRoots(pool)
	if os.Unsetenv("GODEBUG"); had {
		os.Setenv("GODEBUG", before)
	}
	net.DefaultResolver = names.Resolver()
}

// selfSigned makes a certificate.
func selfSigned(name string, from, to time.Time) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// tlsPorts are the ports of the servers that speak TLS, each with its leading colon.
type tlsPorts struct{ good, expired, selfSigned, wrong, old, streams string }

func serveTLS(t *testing.T, h *hostileWeb) tlsPorts {
	now := time.Now()
	start := func(config *tls.Config) string {
		server := httptest.NewUnstartedServer(h)
		server.Config.ErrorLog = silent
		server.TLS = config
		server.EnableHTTP2 = true
		server.StartTLS()
		t.Cleanup(func() {
			server.CloseClientConnections()
			server.Close()
		})
		return port(server.URL)
	}
	with := func(c tls.Certificate) *tls.Config { return &tls.Config{Certificates: []tls.Certificate{c}} }
	old := with(trusted)
	old.MaxVersion, old.MinVersion = tls.VersionTLS11, tls.VersionTLS10
	return tlsPorts{
		good: start(with(trusted)), expired: start(with(selfSigned("*.localhost", now.Add(-48*time.Hour), now.Add(-24*time.Hour)))),
		selfSigned: start(with(selfSigned("*.localhost", now.Add(-time.Hour), now.Add(time.Hour)))),
		wrong:      start(with(selfSigned("gull.example", now.Add(-time.Hour), now.Add(time.Hour)))),
		old:        start(old), streams: serveStreams(t),
	}
}

// serveStreams is a server of HTTP/2 that breaks what it begins, as the host's name says.
func serveStreams(t *testing.T) string {
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
				conn.SetDeadline(time.Now().Add(10 * time.Second))
				var name string
				secure := tls.Server(conn, &tls.Config{NextProtos: []string{"h2"}, GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
					name = hello.ServerName
					return &trusted, nil
				}})
				if secure.Handshake() == nil {
					breakStreams(secure, name)
				}
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		serving.Wait()
	})
	return port(listener.Addr().String())
}

func breakStreams(conn net.Conn, name string) {
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	framer.WriteSettings()
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		asked, ok := frame.(*http2.HeadersFrame)
		if !ok {
			continue
		}
		id := asked.StreamID
		if name == "stream-reset.localhost" {
			framer.WriteRSTStream(id, http2.ErrCodeInternal)
			continue
		}
		var head bytes.Buffer
		hpack.NewEncoder(&head).WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
		framer.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: head.Bytes(), EndHeaders: true})
		framer.WriteData(id, false, []byte("<rss>"))
		if name == "stream-cut.localhost" {
			framer.WriteRSTStream(id, http2.ErrCodeCancel)
			continue
		}
		framer.WriteGoAway(id, http2.ErrCodeEnhanceYourCalm, []byte("enough\x1b[31m"))
		return
	}
}

// tlsFaults misbehave before HTTP, or in its second version.
func tlsFaults() []behaviour {
	at := func(name string, port func(tlsPorts) string) func(*hostileWeb) string {
		return func(h *hostileWeb) string { return fmt.Sprintf("https://%s.localhost%s/feed", name, port(h.tls)) }
	}
	return []behaviour{
		{name: "tls-good", serve: document(healthy), address: at("tls-good", func(p tlsPorts) string { return p.good }), entries: 3},
		{name: "tls-expired", address: at("tls-expired", func(p tlsPorts) string { return p.expired }), reason: news.ReasonFailed, words: "its TLS certificate is valid from"},
		{name: "tls-self-signed", address: at("tls-self-signed", func(p tlsPorts) string { return p.selfSigned }), reason: news.ReasonFailed, words: "signed by nobody who is trusted"},
		{name: "tls-wrong-host", address: at("tls-wrong-host", func(p tlsPorts) string { return p.wrong }), reason: news.ReasonFailed, words: "is for gull.example, not for tls-wrong-host.localhost"},
		{name: "tls-old", address: at("tls-old", func(p tlsPorts) string { return p.old }), reason: news.ReasonFailed, words: "TLS handshake failed"},
		{name: "plain-on-tls", address: func(h *hostileWeb) string { return "https://plain-on-tls.localhost" + h.port + "/feed" }, reason: news.ReasonFailed, words: "does not speak TLS"},
		{name: "tls-on-plain", address: func(h *hostileWeb) string { return "http://tls-on-plain.localhost" + h.tls.good + "/feed" }, reason: news.ReasonFailed, words: "400"},
		{name: "stream-reset", address: at("stream-reset", func(p tlsPorts) string { return p.streams }), reason: news.ReasonFailed, words: "reset the HTTP/2 stream"},
		{name: "stream-cut", address: at("stream-cut", func(p tlsPorts) string { return p.streams }), reason: news.ReasonFailed, words: "it broke off after 5 bytes: the server reset the HTTP/2 stream"},
		{name: "stream-away", address: at("stream-away", func(p tlsPorts) string { return p.streams }), reason: news.ReasonFailed, words: "GOAWAY"},
	}
}
