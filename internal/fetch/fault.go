package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"
)

// explained says in words of this side what broke an exchange. The first cause stays within reach of errors.Is.
func explained(err error, at *url.URL) error {
	if _, ok := errors.AsType[fault](err); ok {
		return err // already
	}
	if e, ok := errors.AsType[refusedAddress](err); ok {
		return fault{e.Error(), err}
	}
	if say := certificateFault(err, at); say != "" {
		return fault{say, err}
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		if e.IsNotFound {
			return fault{fmt.Sprintf("there is no host named %s", at.Hostname()), err}
		}
		return fault{fmt.Sprintf("the name %s cannot be looked up now", at.Hostname()), err}
	}
	text := err.Error()
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault{fmt.Sprintf("no server answers at %s: connection refused", at.Host), err}
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return fault{fmt.Sprintf("there is no way to %s: network unreachable", at.Host), err}
	case errors.Is(err, io.EOF), strings.Contains(text, "server closed idle connection"):
		return fault{"the server hung up without an answer", err}
	case strings.Contains(text, "server response headers exceeded"), strings.Contains(text, "header list larger"),
		strings.Contains(text, "message too large"):
		return fault{fmt.Sprintf("its headers are longer than %d KiB", maxHeaderBytes>>10), fmt.Errorf("%w: %w", errTooLarge, err)}
	case strings.Contains(text, "too many 1xx"):
		return fault{"it sends preliminary answers (1xx) without end", err}
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "malformed MIME header"), strings.Contains(text, brokenHTTP):
		return fault{"what it answers is not HTTP: " + strings.TrimPrefix(text, brokenHTTP), err}
	}
	if say := streamFault(err); say != "" {
		return fault{say, err}
	}
	return err
}

// brokenHTTP is how the standard library begins its complaints.
const brokenHTTP = "net/http: HTTP/1.x transport connection broken: "

// fault is a sentence about an error.
type fault struct {
	say string
	err error
}

func (f fault) Error() string { return f.say }

func (f fault) Unwrap() error { return f.err }

// certificateFault explains TLS.
func certificateFault(err error, at *url.URL) string {
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if e.Reason == x509.Expired && e.Cert != nil {
			return fmt.Sprintf("its TLS certificate is valid from %s to %s only", e.Cert.NotBefore.Format("2006-01-02"), e.Cert.NotAfter.Format("2006-01-02"))
		}
		return "its TLS certificate is invalid: " + e.Error()
	}
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		names := "another host"
		if e.Certificate != nil && len(e.Certificate.DNSNames) > 0 {
			names = strings.Join(e.Certificate.DNSNames[:min(3, len(e.Certificate.DNSNames))], ", ")
		}
		return fmt.Sprintf("its TLS certificate is for %s, not for %s", names, at.Hostname())
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "its TLS certificate is signed by nobody who is trusted here"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return "it does not speak TLS on this port: http:// may be meant"
	}
	if _, what, ok := strings.Cut(err.Error(), "tls: "); ok {
		return "the TLS handshake failed: " + what
	}
	return ""
}

// streamError has the shape of HTTP/2's own, which converts itself.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string { return fmt.Sprintf("HTTP/2 error %d", e.Code) }

// streamFault explains resets.
func streamFault(err error) string {
	var stream streamError
	switch {
	case errors.As(err, &stream):
		return fmt.Sprintf("the server reset the HTTP/2 stream (error %d)", stream.Code)
	case strings.Contains(err.Error(), "GOAWAY"):
		return "the server sent the HTTP/2 connection away (GOAWAY)"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the server reset the connection"
	case strings.HasPrefix(err.Error(), "connection error: "), strings.HasPrefix(err.Error(), "http2: "):
		return "it breaks the rules of HTTP/2: " + strings.TrimPrefix(strings.TrimPrefix(err.Error(), "connection error: "), "http2: ")
	}
	return ""
}
