package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

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
