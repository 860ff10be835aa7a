package fetch_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"nutgraf/internal/fetch"
)

func TestGetFollowsRedirects(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{PerHost: 8}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/moved2", http.StatusMovedPermanently)
		case "/moved2":
			http.Redirect(w, r, "/today", http.StatusPermanentRedirect)
		case "/today":
			http.Redirect(w, r, "/end", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/inside":
			w.Header().Set("Location", "http://127.0.0.2:"+r.URL.Query().Get("port")+"/")
			w.WriteHeader(http.StatusFound)
		case "/end":
			fmt.Fprint(w, r.Header.Get("Referer"))
		}
	})
	tests := []struct{ path, url, moved string }{
		{"/moved", "/end", "/today"}, {"/today", "/end", ""}, {"/moved2", "/end", "/today"}, {"/end", "/end", ""},
	}
	for _, test := range tests {
		got, err := c.Get(t.Context(), fetch.Request{URL: url + test.path})
		if err != nil {
			t.Fatal(err)
		}
		if moved := strings.TrimPrefix(got.MovedTo, url); got.URL != url+test.url || moved != test.moved || len(got.Body) != 0 {
			t.Errorf("%s: got %s, moved to %q, body %q; want %s, moved to %q", test.path, got.URL, moved, got.Body, test.url, test.moved)
		}
	}
	refusal(t, c, fetch.Request{URL: url + "/loop"}, fetch.Failed, "redirected in a circle")
	refusal(t, c, fetch.Request{URL: url + "/file"}, fetch.Failed, "no http:// or https:// address")
	refusal(t, c, fetch.Request{URL: url + "/nowhere"}, fetch.Failed, "unreadable address")
	refusal(t, c, fetch.Request{URL: url + "/inside?port=80"}, fetch.Blocked, "not a public address")
}

func TestAtMostTenRedirects(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.Path); n > 1 {
			http.Redirect(w, r, r.URL.Path[:n-1], http.StatusFound)
		}
	})
	mustGet(t, c, fetch.Request{URL: url + "/" + strings.Repeat("x", 10)})
	refusal(t, c, fetch.Request{URL: url + "/" + strings.Repeat("x", 11)}, fetch.Failed, "redirected more than 10 times")
}

func TestLosingEncryptionIsNoMove(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.HandlerFunc(echo))
	t.Cleanup(plain.Close)
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL, http.StatusMovedPermanently)
	}))
	t.Cleanup(secure.Close)
	c := fetch.New(fetch.Options{AllowNetworks: loopback})
	fetch.Trust(c, secure)
	t.Cleanup(c.Close)
	got := mustGet(t, c, fetch.Request{URL: secure.URL, User: "osk", Password: "secret", Headers: []fetch.Header{{Name: "X-Key", Value: "secret"}}})
	if got.URL != plain.URL || got.MovedTo != "" || strings.Contains(string(got.Body), "secret") || strings.Contains(string(got.Body), "Authorization") {
		t.Errorf("got %s, moved to %q, sent %s", got.URL, got.MovedTo, got.Body)
	}
}

func TestCredentialsStayWithTheirHost(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(nil)
	t.Cleanup(other.Close)
	c, base := serve(t, fetch.Options{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/same":
			http.Redirect(w, r, "/end", http.StatusMovedPermanently)
		case "/other":
			http.Redirect(w, r, other.URL+"/end", http.StatusFound)
		case "/chosen":
			http.Redirect(w, r, strings.Replace(other.URL, "//", "//them:theirs@", 1)+"/end", http.StatusFound)
		case "/end":
			echo(w, r)
		}
	})
	other.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/back" {
			http.Redirect(w, r, base+"/end", http.StatusFound)
			return
		}
		echo(w, r)
	})
	secret := []fetch.Header{{Name: "X-Key", Value: "open sesame"}, {Name: "Cookie", Value: "session=1"}}
	own := []string{"Authorization: Basic b3NrOnNlY3JldA==", "X-Key: open sesame", "Cookie: session=1"}
	for path, sent := range map[string]bool{"/end": true, "/same": true, "/other": false, "/chosen": false} {
		got := mustGet(t, c, fetch.Request{URL: base + path, User: "osk", Password: "secret", Headers: secret})
		for _, line := range own {
			if strings.Contains(string(got.Body), line) != sent {
				t.Errorf("%s: want %q sent: %v; got\n%s", path, line, sent, got.Body)
			}
		}
		if !sent && strings.Contains(string(got.Body), "Authorization") {
			t.Errorf("%s: sent\n%s", path, got.Body)
		}
	}
	withUser := strings.Replace(base, "//", "//osk:secret@", 1)
	got := mustGet(t, c, fetch.Request{URL: withUser + "/same"})
	if !strings.Contains(string(got.Body), own[0]) || got.URL != base+"/end" || got.MovedTo != withUser+"/end" {
		t.Errorf("in the address: got %s, moved to %s, sent\n%s", got.URL, got.MovedTo, got.Body)
	}
	back := mustGet(t, c, fetch.Request{URL: other.URL + "/back", User: "osk", Password: "secret"})
	if strings.Contains(string(back.Body), "Authorization") {
		t.Errorf("led to another port: sent\n%s", back.Body)
	}
}

func TestARequestForAnotherAddress(t *testing.T) {
	t.Parallel()
	r := fetch.Request{URL: "https://gull.example/index.xml", ETag: "1", User: "osk", Headers: []fetch.Header{{Name: "X", Value: "y"}}, Accept: "text/xml"}
	for address, same := range map[string]bool{
		"https://gull.example/part.xml": true, "https://GULL.example:443/": true, "http://gull.example/part.xml": false, "https://gull.example:8443/": false,
		"https://gull.example.org/": false, "nonsense": false,
	} {
		got := r.For(address)
		if (got.User != "") != same || (len(got.Headers) > 0) != same || got.URL != address || got.ETag != "" || got.Accept != "text/xml" {
			t.Errorf("%s: got %+v, want the credentials: %v", address, got, same)
		}
	}
}

func TestHeadersThatCannotBeSet(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{}, echo)
	for _, h := range []fetch.Header{
		{Name: "Host", Value: "x"}, {Name: "connection", Value: "close"}, {Name: "Transfer-Encoding", Value: "chunked"}, {Name: "Content-Length", Value: "5"},
		{Name: "User-Agent", Value: "Mozilla/5.0"}, {Name: "accept-encoding", Value: "lzma"}, {Name: "Range", Value: "bytes=0-1"}, {Name: "If-None-Match", Value: "x"},
		{Name: "", Value: "x"}, {Name: "a b", Value: "x"}, {Name: "X", Value: "a\r\nHost: b"}, {Name: "Proxy-Authorization", Value: "x"}, {Name: "Upgrade", Value: "h2c"},
	} {
		if h.Validate() == nil {
			t.Errorf("%+v is valid", h)
		}
		refusal(t, c, fetch.Request{URL: url, Headers: []fetch.Header{h}}, fetch.Failed, "header")
	}
	refusal(t, c, fetch.Request{URL: url, User: "a:b"}, fetch.Failed, "colon")
	for _, h := range []fetch.Header{{Name: "Cookie", Value: "a=b"}, {Name: "Authorization", Value: "Bearer x"}, {Name: "Accept-Language", Value: "de"}, {Name: "x-key", Value: ""}} {
		got := mustGet(t, c, fetch.Request{URL: url, Headers: []fetch.Header{h}})
		if want := http.CanonicalHeaderKey(h.Name) + ": " + h.Value + "\r\n"; !strings.Contains(string(got.Body), want) {
			t.Errorf("%+v: sent %s", h, got.Body)
		}
	}
}

func TestARedirectThatWantsACookieIsNamed(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		if cookie, err := r.Cookie("seen"); err == nil && cookie.Value == "1" {
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
		http.Redirect(w, r, "/", http.StatusFound)
	})
	if e := refusal(t, c, fetch.Request{URL: url + "/"}, fetch.Blocked, "until a cookie is sent back"); e.Wall != "a cookie check" {
		t.Errorf("got the wall %q", e.Wall)
	}
}

func TestOddRedirects(t *testing.T) {
	t.Parallel()
	location := ""
	c, base := serve(t, fetch.Options{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/from" {
			w.Header()["Location"] = []string{location}
			w.WriteHeader(http.StatusFound)
			return
		}
		fmt.Fprint(w, r.RequestURI)
	})
	for from, want := range map[string]string{
		"/a b": "/a%20b", "/käse?q=ä ö": "/k%C3%A4se?q=%C3%A4%20%C3%B6", "/k\xe4se": "/k%E4se", "b#c": "/b", " /c ": "/c", "/100%": "/100%25",
		"//" + strings.TrimPrefix(base, "http://") + "/d": "/d", "/%2F%2f": "/%2F%2f", "/../../e": "/e",
	} {
		location = from
		if got := mustGet(t, c, fetch.Request{URL: base + "/from"}); string(got.Body) != want {
			t.Errorf("%q: led to %q, want %q", from, got.Body, want)
		}
	}
	for to, words := range map[string]string{
		"gopher://osk.example/": "no http", "javascript:alert(1)": "no http", "data:text/xml,x": "no http", "http://[::1%25eth0]/": "address", "http:///x": "no http",
		"http://osk.example:99999/": "", "/" + strings.Repeat("x", 9000): "too long", "\x7f://": "",
	} {
		location = to
		refusal(t, c, fetch.Request{URL: base + "/from"}, fetch.Failed, words)
	}
}
