package fetch_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"nutgraf/internal/fetch"
)

// TestFaultsOfHTTP2 speaks it by hand.
func TestFaultsOfHTTP2(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good := certificate(t, "gull.localhost", now.Add(-time.Hour), now.Add(time.Hour))
	headers := func(framer *http2.Framer, id uint32, fields ...string) {
		var b bytes.Buffer
		encoder := hpack.NewEncoder(&b)
		for i := 0; i+1 < len(fields); i += 2 {
			encoder.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
		}
		first := b.Next(16 << 10)
		framer.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: first, EndHeaders: b.Len() == 0})
		for b.Len() > 0 {
			next := b.Next(16 << 10)
			framer.WriteContinuation(id, b.Len() == 0, next)
		}
	}
	for name, test := range map[string]struct {
		answer func(f *http2.Framer, id uint32) (leave bool)
		kind   fetch.Kind
		words  string
	}{
		"reset": {func(f *http2.Framer, id uint32) bool {
			f.WriteRSTStream(id, http2.ErrCodeInternal)
			return false
		}, fetch.Failed, "reset the HTTP/2 stream (error 2)"},
		"reset in the body": {func(f *http2.Framer, id uint32) bool {
			headers(f, id, ":status", "200")
			f.WriteData(id, false, []byte("<rss>"))
			f.WriteRSTStream(id, http2.ErrCodeCancel)
			return false
		}, fetch.Failed, "it broke off after 5 bytes: the server reset the HTTP/2 stream (error 8)"},
		"away": {func(f *http2.Framer, id uint32) bool {
			f.WriteGoAway(id, http2.ErrCodeEnhanceYourCalm, []byte("too many"))
			return true
		}, fetch.Failed, "GOAWAY"},
		"away in the body": {func(f *http2.Framer, id uint32) bool {
			headers(f, id, ":status", "200")
			f.WriteData(id, false, []byte("<rss>"))
			f.WriteGoAway(id, http2.ErrCodeInternal, nil)
			return true
		}, fetch.Failed, "it broke off after 5 bytes: the server sent the HTTP/2 connection away (GOAWAY)"},
		"away and silent": {func(f *http2.Framer, id uint32) bool {
			f.WriteGoAway(id, http2.ErrCodeNo, nil)
			return false
		}, fetch.Failed, "it took too long"},
		"never served": {func(f *http2.Framer, _ uint32) bool {
			f.WriteGoAway(0, http2.ErrCodeNo, nil)
			return true
		}, fetch.Failed, ""},
		"nonsense": {func(f *http2.Framer, id uint32) bool {
			f.WriteData(id+2, true, []byte("x"))
			return false
		}, fetch.Failed, "breaks the rules of HTTP/2"},
		"no status": {func(f *http2.Framer, id uint32) bool {
			headers(f, id, "x", "y")
			return false
		}, fetch.Failed, "HTTP/2"},
		"a flood of headers": {func(f *http2.Framer, id uint32) bool {
			fields := []string{":status", "200"}
			for i := range 2800 {
				fields = append(fields, fmt.Sprint("x-", i), "many of them")
			}
			headers(f, id, fields...)
			return false
		}, fetch.TooLarge, "headers are longer than"},
		"length too long": {func(f *http2.Framer, id uint32) bool {
			headers(f, id, ":status", "200", "content-length", "100")
			f.WriteData(id, true, []byte("<rss>"))
			return false
		}, fetch.Failed, "it broke off after 5 of 100 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := listen(t, func(raw net.Conn) {
				conn := tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{good}, NextProtos: []string{"h2"}})
				defer conn.Close()
				speak(conn, test.answer)
			})
			c := fetch.New(fetch.Options{AllowNetworks: loopback, Timeout: time.Second})
			t.Cleanup(c.Close)
			fetch.TrustAll(c, good)
			port := address[strings.LastIndexByte(address, ':'):]
			refusal(t, c, fetch.Request{URL: "https://gull.localhost" + port + "/"}, test.kind, test.words)
		})
	}
}

// speak is a server of HTTP/2 that answers each request by hand.
func speak(conn net.Conn, answer func(f *http2.Framer, id uint32) (leave bool)) {
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(conn, preface); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	framer.WriteSettings()
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		if frame, ok := frame.(*http2.HeadersFrame); ok && answer(framer, frame.StreamID) {
			return
		}
	}
}
