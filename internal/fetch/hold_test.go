package fetch_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/fetch"
)

// answers serves one status after the other, the last one for ever, and counts.
func answers(calls *int, header http.Header, statuses ...int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		status := statuses[min(*calls, len(statuses)-1)]
		*calls++
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
	}
}

func TestRetryAfterSilencesTheHostForAsLongAsItSays(t *testing.T) {
	t.Parallel()
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // where virtual time begins
	for _, test := range []struct {
		name   string
		status int
		header http.Header
		want   time.Duration
	}{
		{"seconds", 429, http.Header{"Retry-After": {"120"}}, 2 * time.Minute},
		{"part of a second", 429, http.Header{"Retry-After": {" 90.5 "}}, 90500 * time.Millisecond},
		{"a date", 503, http.Header{"Retry-After": {start.Add(2 * time.Hour).Format(http.TimeFormat)}}, 2 * time.Hour},
		{"a date by the server's own clock", 503, http.Header{
			"Date": {start.Add(24 * time.Hour).Format(http.TimeFormat)}, "Retry-After": {start.Add(25 * time.Hour).Format(http.TimeFormat)},
		}, time.Hour},
		{"nothing", 429, nil, time.Minute},
		{"nonsense", 429, http.Header{"Retry-After": {"soon"}}, time.Minute},
		{"the past", 429, http.Header{"Retry-After": {"-5"}}, time.Minute},
		{"years", 429, http.Header{"Retry-After": {"99999999999999999999999999"}}, 24 * time.Hour},
		{"a rate limit that begins anew", 429, http.Header{"X-Ratelimit-Remaining": {"0.0"}, "X-Ratelimit-Reset": {"300"}}, 5 * time.Minute},
		{"a rate limit until a moment", 429, http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"946688400"}}, time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			virtual(t, fetch.Options{}, answers(&calls, test.header, test.status, 200), func(t *testing.T, c *fetch.Client) {
				if e := fault(t, c, "http://gull.example/a"); e.Held || e.Status != test.status || !e.Temporary {
					t.Errorf("the first call: got %+v", e)
				}
				// Another page, another scheme's port: the host is meant.
				for _, address := range []string{"http://gull.example/b", "http://GULL.example:80/", "http://gull.example.:443/"} {
					if e := fault(t, c, address); !e.Held || !e.Temporary || e.RetryAfter != test.want {
						t.Errorf("%s: got %+v with a hold of %v, want %v", address, e, e.RetryAfter, test.want)
					}
				}
				mustGet(t, c, fetch.Request{URL: "http://gull.example:8080/"}) // a server of its own
				wait(test.want - time.Millisecond)
				fault(t, c, "http://gull.example/")
				wait(2 * time.Millisecond)
				mustGet(t, c, fetch.Request{URL: "http://gull.example/"})
				if calls != 3 {
					t.Errorf("got %d calls, want 3", calls)
				}
			})
		})
	}
}

func TestABurstOfForbiddenIsASoftLimitThatGrows(t *testing.T) {
	t.Parallel()
	calls := 0
	virtual(t, fetch.Options{}, answers(&calls, nil, 403), func(t *testing.T, c *fetch.Client) {
		fault(t, c, "http://gull.example/1")
		fault(t, c, "http://gull.example/2")
		fault(t, c, "http://gull.example/3")
		for _, want := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute} {
			e := fault(t, c, "http://gull.example/4")
			if !e.Held || e.RetryAfter != want || e.Kind != fetch.Blocked || e.Wall != "403 to our name" {
				t.Fatalf("got %+v with a hold of %v, want %v", e, e.RetryAfter, want)
			}
			wait(want + 1)
			fault(t, c, "http://gull.example/5")
		}
		if calls != 7 {
			t.Errorf("got %d calls, want 7", calls)
		}
	})
	calls = 0
	virtual(t, fetch.Options{}, answers(&calls, nil, 403, 403, 200, 403, 403, 200), func(t *testing.T, c *fetch.Client) {
		for range 2 {
			fault(t, c, "http://gull.example/")
			fault(t, c, "http://gull.example/")
			mustGet(t, c, fetch.Request{URL: "http://gull.example/"}) // a success between: no burst
		}
	})
}

func TestBotChecksAreRefusals(t *testing.T) {
	t.Parallel()
	calls := 0
	virtual(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<html><script id="anubis_challenge"></script></html>`))
	}, func(t *testing.T, c *fetch.Client) {
		for range 3 {
			if e := fault(t, c, "http://gull.example/"); e.Held {
				t.Errorf("got %v", e)
			}
		}
		if e := fault(t, c, "http://gull.example/"); !e.Held || calls != 3 || e.Wall != "Anubis's proof of work" {
			t.Errorf("got %+v after %d calls, want a hold after 3", e, calls)
		}
	})
}

func TestUnavailableWithoutAWishHoldsNothing(t *testing.T) {
	t.Parallel()
	calls := 0
	virtual(t, fetch.Options{}, answers(&calls, nil, 503, 503, 200), func(t *testing.T, c *fetch.Client) {
		fault(t, c, "http://gull.example/")
		fault(t, c, "http://gull.example/")
		mustGet(t, c, fetch.Request{URL: "http://gull.example/"})
	})
}

func TestHoldsAreToldAndLearnt(t *testing.T) {
	t.Parallel()
	calls := 0
	var told []fetch.Hold
	options := fetch.Options{OnHold: func(h fetch.Hold) { told = append(told, h) }}
	virtual(t, options, answers(&calls, http.Header{"Retry-After": {"3600"}}, 429), func(t *testing.T, c *fetch.Client) {
		fault(t, c, "http://Gull.example/feed")
		fault(t, c, "http://gull.example/other")
		want := []fetch.Hold{{Host: "gull.example", Until: time.Now().Add(time.Hour), Refusals: 1, Why: "the server says we call too often (429)"}}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Errorf("holds told (-want +got):\n%s", diff)
		}
	})
	calls = 0
	virtual(t, fetch.Options{Holds: []fetch.Hold{
		{Host: "gull.example", Until: time.Date(2000, 1, 1, 1, 0, 0, 0, time.UTC), Refusals: 1, Why: "429 before the restart"},
		{Host: "tern.example:8080", Until: time.Date(2999, 1, 1, 1, 0, 0, 0, time.UTC), Why: "an impossible date"},
		{Host: "skua.example", Until: time.Date(1999, 1, 1, 1, 0, 0, 0, time.UTC), Why: "over"},
	}}, answers(&calls, nil, 200), func(t *testing.T, c *fetch.Client) {
		if e := fault(t, c, "http://gull.example/"); !e.Held || e.RetryAfter != time.Hour || e.Kind != fetch.Failed {
			t.Errorf("after a restart: got %+v", e)
		}
		if e := fault(t, c, "http://tern.example:8080/"); !e.Held || e.RetryAfter != 24*time.Hour {
			t.Errorf("an impossible date: got %+v, want a day", e)
		}
		mustGet(t, c, fetch.Request{URL: "http://skua.example/"})
		c.Learn([]fetch.Hold{{Host: "gull.example", Until: time.Now().Add(time.Minute)}, {Host: "skua.example", Until: time.Now().Add(time.Minute), Why: "another process heard it"}})
		if e := fault(t, c, "http://gull.example/"); e.RetryAfter != time.Hour {
			t.Errorf("a shorter hold made it %v", e.RetryAfter)
		}
		fault(t, c, "http://skua.example/")
		wait(time.Hour + 1)
		mustGet(t, c, fetch.Request{URL: "http://gull.example/"})
		if calls != 2 {
			t.Errorf("got %d calls, want 2", calls)
		}
	})
}
