package news_test

import (
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// well is a feed that answers and tells news every three hours.
func well() news.Feed {
	return news.Feed{
		ID: 7, URL: "https://gull.example/feed?key=secret", PolledAt: noon.Add(-time.Hour), SucceededAt: noon.Add(-time.Hour), NextPollAt: noon.Add(time.Hour),
		Health: news.Health{Polls: 40, NewestAt: noon.Add(-2 * time.Hour), Rhythm: 3 * time.Hour},
	}
}

func TestCondition(t *testing.T) {
	t.Parallel()
	const problem = "fetch https://gull.example/feed?key=secret: the server answers 403 Forbidden"
	for name, c := range map[string]struct {
		change func(f *news.Feed)
		state  news.FeedState
		since  time.Time
		says   string
		cause  string
		do     string
	}{
		"never polled":  {func(f *news.Feed) { *f = news.Feed{} }, news.FeedNew, time.Time{}, "not been read yet", "", ""},
		"as usual":      {func(*news.Feed) {}, news.FeedWell, time.Time{}, "tells news as it is used to", "", ""},
		"slow but well": {func(f *news.Feed) { f.Health.Rhythm, f.Health.NewestAt = 72*time.Hour, noon.Add(-20*24*time.Hour) }, news.FeedWell, time.Time{}, "", "", ""},
		"silent": {func(f *news.Feed) { f.Health.NewestAt = noon.Add(-12 * 24 * time.Hour) }, news.FeedSilent, noon.Add(-12 * 24 * time.Hour),
			"Nothing new for 12 days; usually about every 3 h.", "", "publisher has stopped"},
		"one failure": {func(f *news.Feed) { f.Failures, f.Reason, f.Problem = 1, news.ReasonFailed, problem }, news.FeedFailing, noon.Add(-time.Hour),
			"could not be read last time", problem, ""},
		"failing": {func(f *news.Feed) { f.Failures, f.Reason, f.Problem = 9, news.ReasonFailed, problem }, news.FeedFailing, noon.Add(-time.Hour),
			"9 times in a row", problem, "nutgraf doctor"},
		"never read": {func(f *news.Feed) { f.Failures, f.Reason, f.SucceededAt = 9, news.ReasonFailed, time.Time{} }, news.FeedFailing, time.Time{},
			"It has never been read, in 9 attempts.", "", "Check its address"},
		"too large": {func(f *news.Feed) { f.Failures, f.Reason = 2, news.ReasonTooLarge }, news.FeedFailing, noon.Add(-time.Hour),
			"larger than", "", "--max-page-bytes"},
		"404 once": {func(f *news.Feed) { f.Failures, f.Reason = 1, news.ReasonGone }, news.FeedFailing, noon.Add(-time.Hour),
			"no such feed, once in a row; it is tried again", "", ""},
		"404 again and again": {func(f *news.Feed) { f.Failures, f.Reason, f.Problem = 4, news.ReasonGone, problem }, news.FeedGone, noon.Add(-time.Hour),
			"no such feed, 4 times in a row", problem, "new address"},
		"410": {func(f *news.Feed) { f.Failures, f.Reason, f.Stopped = 1, news.ReasonGone, true }, news.FeedGone, noon.Add(-time.Hour),
			"gone for good", "", "new address"},
		"blocked": {func(f *news.Feed) { f.Failures, f.Reason, f.Problem = 1, news.ReasonBlocked, problem }, news.FeedBlocked, noon.Add(-time.Hour),
			"does not let programs read it", problem, "ask the publisher"},
		"blocked by name": {func(f *news.Feed) {
			f.Failures, f.Reason, f.Health.Diagnosis = 5, news.ReasonBlocked, "Cloudflare's bot check"
		}, news.FeedBlocked, noon.Add(-time.Hour), "kept from programs by Cloudflare's bot check", "", "not got round"},
		"asks for a login": {func(f *news.Feed) {
			f.Failures, f.Reason, f.Health.Diagnosis = 1, news.ReasonBlocked, "a login (401)"
		}, news.FeedBlocked, noon.Add(-time.Hour), "a user name and a password", "", "nutgraf sources set 7 --user NAME"},
		"robots.txt": {func(f *news.Feed) {
			f.Failures, f.Reason, f.Health.Diagnosis = 1, news.ReasonBlocked, "robots.txt"
		}, news.FeedBlocked, noon.Add(-time.Hour), "robots.txt asks programs", "", "Follow a feed"},
		"moving": {func(f *news.Feed) {
			f.Moving = news.Move{To: "https://tern.example/k=1", Since: noon.Add(-30 * time.Hour)}
		}, news.FeedMoving,
			noon.Add(-30 * time.Hour), "for 30 h", "to https://tern.example/k=1", ""},
		"moved": {func(f *news.Feed) {
			f.Health.MovedFrom, f.Health.MovedAt = "https://tern.example/", noon.Add(-24*time.Hour)
		}, news.FeedMoved, noon.Add(-24 * time.Hour), "moved to a new address", "from https://tern.example/", ""},
		"moved long ago": {func(f *news.Feed) {
			f.Health.MovedFrom, f.Health.MovedAt = "https://tern.example/", noon.Add(-24*40*time.Hour)
		}, news.FeedWell, time.Time{}, "", "", ""},
		"skips hours": {func(f *news.Feed) { f.Quiet.Hours = 1<<12 | 1<<13 }, news.FeedQuiet, time.Time{}, "before 14:00 UTC", "", ""},
		"switched off": {func(f *news.Feed) {
			f.Failures, f.Reason, f.Problem = 4, news.ReasonGone, problem
			*f = f.Paused()
		}, news.FeedStopped, noon.Add(-time.Hour), "It is switched off.", "", "Resume it"},
		"moved onto another": {func(f *news.Feed) { f.Stopped, f.Problem = true, "it has moved to what is followed already" }, news.FeedStopped, noon.Add(-time.Hour),
			"It is asked no more.", "it has moved to what is followed already", "Stop following it"},
		"unlisted": {func(f *news.Feed) { f.Stopped, f.ListID, f.Reason = true, 3, news.ReasonUnlisted }, news.FeedUnlisted, noon.Add(-time.Hour),
			"names it no more", "", "without the list"},
		"resumed": {func(f *news.Feed) {
			f.Stopped, f.Failures, f.Reason = true, 8, news.ReasonGone
			*f = f.Resumed(noon)
		}, news.FeedWell, time.Time{}, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := well()
			c.change(&f)
			got := f.Condition(noon)
			if got.State != c.state || !got.Since.Equal(c.since) || got.Cause != c.cause {
				t.Errorf("got %s since %v, cause %q, want %s since %v, cause %q", got.State, got.Since, got.Cause, c.state, c.since, c.cause)
			}
			if !strings.Contains(got.Says.String(), c.says) || !strings.Contains(got.Do.String(), c.do) || (c.do == "" && !got.Do.IsZero()) {
				t.Errorf("got %q, then %q, want %q and %q in them", got.Says, got.Do, c.says, c.do)
			}
			if words := got.Says.String() + got.Do.String(); strings.Contains(words, "example") || strings.Contains(words, "secret") {
				t.Errorf("an address in what anybody may read: %q %q", got.Says, got.Do)
			}
			if got.State.Worse(news.FeedWell) > 0 {
				t.Errorf("%s is not in the list of states", got.State)
			}
		})
	}
}

func TestAHostsWishForSilenceExcusesAFeed(t *testing.T) {
	t.Parallel()
	hold := news.Hold{Host: "gull.example", Until: noon.Add(26 * time.Hour), Why: "429"}
	f := well()
	f.Failures, f.Reason = 3, news.ReasonFailed
	got := f.Condition(noon).Held(hold, noon)
	if got.State != news.FeedQuiet || got.Cause != "429" || got.Says.String() != "Its host wants no calls before 2026-03-15, 14:00 UTC." {
		t.Errorf("held: got %+v", got)
	}
	if got := f.Condition(noon).Held(hold, hold.Until); got.State != news.FeedFailing {
		t.Errorf("after the hold: got %+v", got)
	}
	if got := f.Paused().Condition(noon).Held(hold, noon); got.State != news.FeedStopped {
		t.Errorf("stopped: got %+v", got)
	}
}

// TestNoted follows a feed through its life: what an operator should hear is noted, once, and the noise is not.
func TestNoted(t *testing.T) {
	t.Parallel()
	f := news.Feed{ID: 1}
	now := noon
	states := func() (said []news.FeedState) {
		for _, c := range f.Turns(now) {
			said = append(said, c.State)
		}
		return said
	}
	poll := func(after time.Duration, change func()) {
		now = now.Add(after)
		f.PolledAt = now
		change()
		f = f.Noted(now)
	}
	succeed := func() {
		f.SucceededAt, f.Failures, f.Reason, f.Health.NewestAt, f.Health.Rhythm = now, 0, news.ReasonNone, now, 3*time.Hour
	}
	fail := func() { f.Failures, f.Reason = f.Failures+1, news.ReasonFailed }

	f = f.Noted(now)
	poll(time.Hour, succeed)
	poll(time.Hour, fail)
	poll(time.Hour, fail)
	poll(time.Hour, succeed)
	if got := states(); got != nil {
		t.Fatalf("a hiccup was noted: %v", got)
	}
	poll(time.Hour, fail)
	poll(time.Hour, fail)
	poll(time.Hour, fail)
	failedAt := now
	poll(time.Hour, fail)
	poll(time.Hour, func() { f.Reason = news.ReasonBlocked })
	poll(time.Hour, succeed)
	poll(30*24*time.Hour, func() { f.SucceededAt = now })
	want := []news.FeedState{news.FeedFailing, news.FeedBlocked, news.FeedWell, news.FeedSilent}
	if diff := cmp.Diff(want, states()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := f.Health.Changes[0]; !got.At.Equal(failedAt) || !strings.Contains(got.Says, "3 times") {
		t.Errorf("failing: got %+v, want it at %v", got, failedAt)
	}
	before := f
	poll(time.Hour, func() { f.Stopped = true })
	poll(time.Hour, func() { f = f.Resumed(now); succeed() })
	if got, want := len(f.Health.Changes), 5; got != want {
		t.Errorf("got %d changes, want the last %d", got, want)
	}
	if len(before.Health.Changes) != 4 || before.Health.Changes[0].State != news.FeedFailing {
		t.Errorf("noting changed the feed it was given: %v", before.Health.Changes)
	}

	f.Health.Changes = nil
	f.Health.MovedFrom, f.Health.MovedAt = "https://a.example/", now
	poll(time.Hour, succeed)
	poll(40*24*time.Hour, succeed)
	f.Health.MovedAt = now
	poll(time.Hour, succeed)
	if diff := cmp.Diff([]news.FeedState{news.FeedMoved, news.FeedMoved}, states()); diff != "" {
		t.Errorf("two moves: -want +got\n%s", diff)
	}
}

func TestTurnsOfAFeedThatWasNeverNoted(t *testing.T) {
	t.Parallel()
	f := well()
	if got := f.Turns(noon); got != nil {
		t.Errorf("well: got %v", got)
	}
	f.Health.NewestAt = noon.Add(-12 * 24 * time.Hour)
	got := f.Turns(noon)
	if len(got) != 1 || got[0].State != news.FeedSilent || !got[0].At.Equal(noon.Add(-10*24*time.Hour)) {
		t.Errorf("silent: got %v", got)
	}
	if again := f.Turns(noon.Add(24 * time.Hour)); !again[0].At.Equal(got[0].At) {
		t.Errorf("a day later it began at %v, before at %v", again[0].At, got[0].At)
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0 s", 40 * time.Second: "40 s", 100 * time.Second: "2 min", time.Hour: "1 h", 3*time.Hour + 10*time.Minute: "3 h",
		47 * time.Hour: "47 h", 12*24*time.Hour + time.Hour: "12 days", -2 * time.Hour: "2 h",
	} {
		if got := news.Span(d).String(); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
