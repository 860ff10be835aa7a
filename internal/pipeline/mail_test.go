package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
)

// post is a mailbox; its state is how many messages were given.
type post struct {
	mu       sync.Mutex
	messages []string
	err      error
	asked    []fetch.MailRequest
}

func (b *post) Mail(_ context.Context, r fetch.MailRequest) (*fetch.MailResponse, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, r)
	if b.err != nil {
		return nil, b.err
	}
	given := 0
	fmt.Sscan(r.State, &given)
	response := &fetch.MailResponse{State: r.State}
	if given < len(b.messages) {
		response.Messages = [][]byte{[]byte(b.messages[given])}
		response.State, response.More = fmt.Sprint(given+1), given+1 < len(b.messages)
	}
	return response, nil
}

// runOnce lets a pipeline work until the store satisfies done.
func runOnce(t *testing.T, o pipeline.Options, done func() bool) {
	t.Helper()
	o.Holder, o.Score, o.Idle = t.Name(), rank.Score, 5*time.Millisecond
	p := pipeline.New(o)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatal("the pipeline did not come to an end in time")
		case <-ticker.C:
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatalf("Run: %v", err)
	}
}

func feedNamed(t *testing.T, s *store.Store, url string) (news.Feed, bool) {
	t.Helper()
	states, err := s.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		for _, f := range state.Feeds {
			if f.URL == url {
				return f, true
			}
		}
	}
	return news.Feed{}, false
}

const boxURL = "imaps://mail.invalid/News"

func openBox(t *testing.T) *store.Store {
	t.Helper()
	s := open(t)
	if err := s.Unsubscribe(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	wanted := news.Subscription{URL: boxURL, Kind: news.FeedMail, Wish: news.FeedWish{User: "ines", Password: "s3cret"}}
	if _, err := s.Subscribe(t.Context(), []news.Subscription{wanted}, time.Now()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNewslettersBecomeStories(t *testing.T) {
	t.Parallel()
	s := openBox(t)
	letter := func(n int, title string) string {
		return fmt.Sprintf("From: The Gull <news@mail.gull.invalid>\nTo: anna@reader.invalid\nSubject: %s\nDate: Fri, 16 May 2025 08:3%d:00 +0000\nMessage-ID: <%d@gull>\nList-Unsubscribe: <https://x.invalid/u>\nContent-Type: text/html\n\n%s<p>Sent to anna@reader.invalid</p>",
			title, n, n, page(title))
	}
	box := &post{messages: []string{letter(1, "Ferry to Osk sails again"), "From: MAILER-DAEMON@x.invalid\nSubject: Undelivered\n\nx", "no message at all", letter(2, "School wins the river prize")}}
	w := gull()
	runOnce(t, pipeline.Options{Store: s, Fetcher: w, Mail: box}, settled(t, s, 2, 2))
	for title, a := range articles(t, s) {
		if strings.Contains(a.Text(), "reader.invalid") || !strings.Contains(a.Text(), title) {
			t.Errorf("%s: %s", title, a.Text())
		}
	}
	source, err := s.SourceByHost(t.Context(), "gull.invalid")
	if err != nil || source.Name != "The Gull" {
		t.Errorf("got %+v, %v", source, err)
	}
	f, _ := feedNamed(t, s, boxURL)
	if f.ETag != "4" || f.Reason != news.ReasonNone || f.NextPollAt.Sub(f.PolledAt) < 14*time.Minute {
		t.Errorf("the mailbox's state: %+v", f)
	}
	if r := box.asked[0]; r.URL != boxURL || r.User != "ines" || r.Password != "s3cret" || r.State != "" {
		t.Errorf("asked %+v", r)
	}
	if len(w.calls) != 0 {
		t.Errorf("pages were fetched: %v", w.calls)
	}
}

func TestAMailboxThatRefusesIsInItsState(t *testing.T) {
	t.Parallel()
	for want, reader := range map[string]*post{
		"blocked wrong password": {err: &fetch.Error{Kind: fetch.Blocked, URL: boxURL, Err: errors.New("wrong password")}},
		"failed no mailboxes":    nil,
	} {
		s := openBox(t)
		o := pipeline.Options{Store: s, Fetcher: gull()}
		if reader != nil {
			o.Mail = reader
		}
		reason, says, _ := strings.Cut(want, " ")
		runOnce(t, o, func() bool { f, _ := feedNamed(t, s, boxURL); return f.Failures > 0 })
		if f, _ := feedNamed(t, s, boxURL); string(f.Reason) != reason || !strings.Contains(f.Problem, says) || f.ETag != "" || !f.NextPollAt.After(f.PolledAt) {
			t.Errorf("%s: got %+v", want, f)
		}
	}
}

func TestAListIsFollowed(t *testing.T) {
	t.Parallel()
	const listURL, other = "https://lists.invalid/all.opml", "https://keel.invalid/feed.xml"
	s, w := open(t), gull()
	w.pages[listURL] = `<opml xmlns:nutgraf="urn:nutgraf:opml"><body><outline text="Sea"><outline text="Keel" xmlUrl="` + other + `" nutgraf:interval="1s" nutgraf:weight="9" nutgraf:licence="full" nutgraf:reading="feed"/></outline>
		<outline xmlUrl="` + feedURL + `"/><outline xmlUrl="imaps://mail.invalid/x" nutgraf:kind="mail"/></body></opml>`
	if _, err := s.Subscribe(t.Context(), []news.Subscription{{URL: listURL, Kind: news.FeedList}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	runOnce(t, pipeline.Options{Store: s, Fetcher: w}, func() bool { _, found := feedNamed(t, s, other); return found })
	list, _ := feedNamed(t, s, listURL)
	f, _ := feedNamed(t, s, other)
	if f.ListID != list.ID || f.Wish.Interval != 0 || f.Wish.Reading != news.ReadFeed {
		t.Errorf("followed %+v", f)
	}
	if own, _ := feedNamed(t, s, feedURL); own.ListID != 0 {
		t.Errorf("a person's feed was taken: %+v", own)
	}
	if _, found := feedNamed(t, s, "imaps://mail.invalid/x"); found {
		t.Error("a list brought a mailbox")
	}
	source, err := s.SourceByHost(t.Context(), "keel.invalid")
	if err != nil || source.Weight != 1 || source.Licence != news.LicenceUnknown {
		t.Errorf("the list decided on %+v, %v", source, err)
	}
	if list.ETag != `"1"` || list.Interval != 24*time.Hour || list.NextPollAt.Sub(list.PolledAt) < 24*time.Hour {
		t.Errorf("the list's state: %+v", list)
	}
}
