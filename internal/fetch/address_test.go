package fetch_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"

	"nutgraf/internal/fetch"
)

// TestAddresses asks for addresses as people write them and wants what a server hears.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://gull.example":                                "gull.example /",
		" HTTP://GULL.Example./a#b ":                         "gull.example /a",
		"http://gull.example:80/":                            "gull.example:80 /",
		"http://gull.example/a b?c d=é&e=\"<>":               "gull.example /a%20b?c%20d=%C3%A9&e=%22%3C%3E",
		"http://gull.example/käse/%e4%zz/100%":               "gull.example /k%C3%A4se/%e4%25zz/100%25",
		"http://gull.example/a\n/b\t?c\r":                    "gull.example /a/b?c",
		"http://gull.example?x=1":                            "gull.example /?x=1",
		"http://gull.example/|^`{}\\":                        "gull.example /%7C%5E%60%7B%7D%5C",
		"http://möwe.example/":                               "xn--mwe-sna.example /",
		"http://MÖWE.example/":                               "xn--mwe-sna.example /",
		"http://xn--mwe-sna.example/":                        "xn--mwe-sna.example /",
		"http://新聞.example:8080/頭条":                          "xn--efvv70d.example:8080 /%E9%A0%AD%E6%9D%A1",
		"http://[2001:DB8::1]:8080/":                         "[2001:db8::1]:8080 /",
		"http://under_score.example/":                        "under_score.example /",
		"http://gull.example/a;b=c,d/(e)!$&'*+@:~":           "gull.example /a;b=c,d/(e)!$&'*+@:~",
		"http://gull.example/a%2Fb/%7E%41":                   "gull.example /a%2Fb/%7E%41",
		"http://gull.example/" + strings.Repeat("a", 8000):   "gull.example /" + strings.Repeat("a", 8000),
		"http://gull.example//a/../b/./c":                    "gull.example //a/../b/./c",
		"http://gull.example/?a=b?c=d/e&&f=%":                "gull.example /?a=b?c=d/e&&f=%25",
		"http://gull.example/\xff\xfe":                       "gull.example /%FF%FE",
		"http://user:pass@gull.example/":                     "gull.example / Basic dXNlcjpwYXNz",
		"http://us%40er:p%3Aa%2Fs@gull.example/":             "gull.example / Basic dXNAZXI6cDphL3M=",
		"http://gull.example/" + strings.Repeat("%20", 2000): "gull.example /" + strings.Repeat("%20", 2000),
	} {
		virtual(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte(strings.TrimSpace(r.Host + " " + r.RequestURI + " " + r.Header.Get("Authorization"))))
		}, func(t *testing.T, c *fetch.Client) {
			got := mustGet(t, c, fetch.Request{URL: address})
			if string(got.Body) != want {
				t.Errorf("%q: asked for %q, want %q", address, got.Body, want)
			}
			if strings.Contains(got.URL, "@gull") {
				t.Errorf("%q: the response shows %q", address, got.URL)
			}
		})
	}
}

func TestNoAddresses(t *testing.T) {
	t.Parallel()
	c := fetch.NewThrough(fetch.Options{}, func(context.Context, string, string) (net.Conn, error) {
		t.Error("it was called")
		return nil, net.ErrClosed
	})
	t.Cleanup(c.Close)
	for _, address := range []string{
		"", " ", "/a", "gull.example", "//gull.example/", "ftp://gull.example/", "file:///etc/passwd", "javascript:alert(1)", "http:", "http://", "http:///a",
		"http://[", "http://[::1", "http://[::1%25lo]/", "http://gull example/", "http://gull%00.example/", "http://.../", "http://gull.example:port/",
		"http://" + strings.Repeat("a", 300) + ".example/", "http://xn--a.example/", "http://gull.example/" + strings.Repeat("a", 9000),
	} {
		refusal(t, c, fetch.Request{URL: address}, fetch.Failed, "address")
	}
}
