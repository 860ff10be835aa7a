package message_test

import (
	"testing"
	"time"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

func TestEnglish(t *testing.T) {
	t.Parallel()
	say := message.For("en")
	for _, c := range []struct{ got, want string }{
		{say.T("Search"), "Search"},
		{say.T("Read at %s", "The Gull"), "Read at The Gull"},
		{say.N("%d source", "%d sources", 1), "1 source"},
		{say.N("%d source", "%d sources", 0), "0 sources"},
		{say.Say(news.SayN(2, "%d source in %s", "%d sources in %s", 2, news.SayN(1, "%d hour", "%d hours"))), "2 sources in 1 hour"},
		{say.T("100 % sure"), "100 % sure"},
		{say.Date(time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC), "Monday 2 January 2006"), "Saturday 17 May 2031"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"": "en", "ar-EG,ar;q=0.9,en;q=0.5": "ar", "en-GB": "en", "xx": "en", "\x00;;": "en", "tlh,ar;q=0.1": "ar",
	} {
		if got := message.Match(accept); got != want {
			t.Errorf("Match(%q): got %s, want %s", accept, got, want)
		}
	}
}

func TestDirection(t *testing.T) {
	t.Parallel()
	if got := message.For("ar").Dir; got != "rtl" {
		t.Errorf("Arabic is written %s, want rtl", got)
	}
	if got := message.For("nowhere"); got.Tag != "en" || got.Dir != "ltr" {
		t.Errorf("an unknown language: got %s %s, want English", got.Tag, got.Dir)
	}
}

func BenchmarkMatch(b *testing.B) {
	for b.Loop() {
		message.Match("ar-EG,ar;q=0.9,en-GB;q=0.7,en;q=0.5")
	}
}

func BenchmarkT(b *testing.B) {
	for _, tag := range []string{"en", "ar"} {
		b.Run(tag, func(b *testing.B) {
			say := message.For(tag)
			for b.Loop() {
				say.T("Search")
			}
		})
	}
}
