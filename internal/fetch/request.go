package fetch

import (
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/http/httpguts"
)

// Request names what is wanted.
type Request struct {
	URL          string // a user and a password in it count as User and Password
	ETag         string // of the last response; sent back as it is
	LastModified string // likewise
	Accept       string // default "*/*"
	User         string // for the server (RFC 7617); like the headers it is sent to the host of URL alone, and never after
	Password     string // a redirect to another host or from https to http
	Headers      []Header
	IgnoreRobots bool  // a person asked for this address
	MaxBytes     int64 // of the decoded body; default the client's

	firstBytes bool // a longer body is cut instead of refused
}

// For is the same request for another address, of which nothing is known yet. Credentials and headers come along to the
// same host only, and not from https to http.
func (r Request) For(address string) Request {
	from, fault := parseAddress(r.URL)
	to, err := parseAddress(address)
	if fault != nil || err != nil || hostKey(from) != hostKey(to) || downgrade(from, to) {
		r.User, r.Password, r.Headers = "", "", nil
	}
	r.URL, r.ETag, r.LastModified = address, "", ""
	return r
}

// Header is one line that an operator wants sent, such as a cookie or a token.
type Header struct{ Name, Value string }

// ours are headers that the connection or the client answers for.
var ours = map[string]string{
	"Connection": "it belongs to the connection", "Keep-Alive": "it belongs to the connection", "Te": "it belongs to the connection",
	"Proxy-Authenticate": "it belongs to the connection", "Proxy-Authorization": "it belongs to the connection",
	"Proxy-Connection": "it belongs to the connection", "Trailer": "it belongs to the connection",
	"Transfer-Encoding": "it belongs to the connection", "Upgrade": "it belongs to the connection",
	"Content-Length": "it belongs to the connection", "Expect": "it belongs to the connection",
	"Host": "it follows from the address", "User-Agent": "one name is used everywhere: set --user-agent",
	"Accept-Encoding": "it says what can be decoded", "Range": "a part is no feed", "If-Range": "a part is no feed",
	"If-None-Match": "it is kept for every feed", "If-Modified-Since": "it is kept for every feed",
}

// Validate says why a header cannot be sent.
func (h Header) Validate() error {
	if !httpguts.ValidHeaderFieldName(h.Name) {
		return fmt.Errorf("%.100q is no name of a header", h.Name)
	}
	if !httpguts.ValidHeaderFieldValue(h.Value) {
		return fmt.Errorf("the value of the header %.100s has characters that cannot be sent", h.Name)
	}
	if why, ok := ours[textproto.CanonicalMIMEHeaderKey(h.Name)]; ok {
		return fmt.Errorf("the header %s cannot be set: %s", h.Name, why)
	}
	return nil
}

// Response is a successful answer: a 2xx, or 304 when the request had validators.
type Response struct {
	URL          string // the last address, after redirects, without user and password
	Status       int
	ContentType  string
	ETag         string // empty when it could not be sent back
	LastModified string // likewise
	Body         []byte // decoded; empty when NotModified
	Wire         int64  // bytes of the body as they came over the wire
	MovedTo      string // where permanent redirects lead, never from https to http; empty when there are none
	RetryAfter   time.Duration
	MaxAge       time.Duration // how long the answer is fresh, "not modified" too; zero when not told
	Header       http.Header
	NotModified  bool
}

func describe(answer *http.Response, at *url.URL) *Response {
	now := time.Now()
	return &Response{
		URL: at.String(), Status: answer.StatusCode, Header: answer.Header,
		ContentType:  answer.Header.Get("Content-Type"),
		ETag:         validator(answer.Header.Get("ETag"), maxETag),
		LastModified: validator(answer.Header.Get("Last-Modified"), maxModified),
		RetryAfter:   retryAfter(answer.Header, now),
		MaxAge:       maxAge(answer.Header, now),
	}
}

// validator drops one that servers would not read, that cannot be sent, or that is no text and so would not be kept byte
// for byte: half a validator is worse than none.
func validator(value string, most int) string {
	if len(value) > most || !httpguts.ValidHeaderFieldValue(value) || !utf8.ValidString(value) {
		return ""
	}
	return value
}

// credentials are what only one host may see.
type credentials struct {
	host           *url.URL
	user, password string
	headers        []Header
	fromURL        *url.Userinfo // when they stood in the address
	lost           bool          // a redirect led elsewhere: they are not sent again, not even there
}

// credentialsOf takes user and password out of an address.
func credentialsOf(r Request, at *url.URL) (credentials, error) {
	c := credentials{user: r.User, password: r.Password, headers: r.Headers}
	if at.User != nil && c.user == "" && c.password == "" {
		c.user = at.User.Username()
		c.password, _ = at.User.Password()
		c.fromURL = at.User
	}
	at.User = nil
	c.host = at
	for _, h := range r.Headers {
		if err := h.Validate(); err != nil {
			return c, err
		}
	}
	if strings.Contains(c.user, ":") {
		return c, fmt.Errorf("the user name %.100q has a colon, which cannot be sent", c.user)
	}
	return c, nil
}

// at notes where the request goes next.
func (c *credentials) at(next *url.URL) {
	c.lost = c.lost || hostKey(c.host) != hostKey(next) || downgrade(c.host, next)
}

// info is what an address where they still apply has to keep.
func (c *credentials) info() *url.Userinfo {
	if c.lost {
		return nil
	}
	return c.fromURL
}

func (c *credentials) put(request *http.Request) {
	if c.lost {
		return
	}
	if c.user != "" || c.password != "" {
		request.SetBasicAuth(c.user, c.password)
	}
	for _, h := range c.headers {
		request.Header.Set(h.Name, h.Value)
	}
}

// downgrade reports whether a step gives up encryption.
func downgrade(from, to *url.URL) bool { return from.Scheme == "https" && to.Scheme == "http" }
