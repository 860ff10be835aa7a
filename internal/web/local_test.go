package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nutgraf/internal/web"
)

// TestOnlyLocal keeps pages of others, whose name was made to lead here, from reading a private instance.
func TestOnlyLocal(t *testing.T) {
	t.Parallel()
	h := web.OnlyLocal(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for host, want := range map[string]int{
		"localhost": 204, "localhost:8080": 204, "LocalHost.:8080": 204, "nutgraf.localhost:8080": 204, "127.0.0.1": 204, "127.8.9.1:80": 204,
		"[::1]:8080": 204, "[::1]": 204,
		"": 421, "evil.example": 421, "evil.example:8080": 421, "localhost.evil.example": 421, "evil-localhost": 421, "127.0.0.1.evil.example": 421,
		"192.168.1.4:8080": 421, "10.0.0.1": 421, "0.0.0.0": 421, "[fe80::1]:80": 421, "[::]": 421, "127.1": 421, "2130706433": 421, ":8080": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/sources", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: got %d, want %d", host, w.Code, want)
		}
		if body := w.Body.String(); want == http.StatusMisdirectedRequest && (strings.Count(body, "\n") != 1 || !strings.Contains(body, "localhost")) {
			t.Errorf("Host %q: got %q, want one line that says what to do", host, body)
		}
	}
}
