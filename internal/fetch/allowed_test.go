package fetch_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"nutgraf/internal/fetch"
)

func TestAllowedSaysWhatRobotsAsk(t *testing.T) {
	t.Parallel()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
	}))
	t.Cleanup(server.Close)
	client := fetch.New(fetch.Options{UserAgent: "Test/1", AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(client.Close)
	if err := client.Allowed(t.Context(), server.URL+"/news"); err != nil {
		t.Errorf("allowed: got %v", err)
	}
	err := client.Allowed(t.Context(), server.URL+"/private/x")
	if e, ok := errors.AsType[*fetch.Error](err); !ok || e.Kind != fetch.Blocked || e.Wall != "robots.txt" {
		t.Errorf("forbidden: got %v", err)
	}
	if calls != 1 {
		t.Errorf("%d calls, want one for robots.txt", calls)
	}
	if err := client.Allowed(t.Context(), "gopher://x/"); err == nil {
		t.Error("no address: got nothing")
	}
}
