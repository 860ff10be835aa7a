package news_test

import (
	"net/url"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

func TestPassageAddress(t *testing.T) {
	t.Parallel()
	const page = "https://gull.example/a?b=1"
	long := "The river does not read maps, and neither do the herons, which is why the commission will meet on its banks and nowhere else at all."
	for _, c := range []struct {
		address  string
		passages []news.Passage
		want     string
	}{
		{page, []news.Passage{{Text: "river deal"}}, page + "#:~:text=river%20deal"},
		{page + "#part", []news.Passage{{Text: "dam"}}, page + "#part:~:text=dam"},
		{page + "#:~:text=old", []news.Passage{{Text: "dam"}}, page + "#:~:text=dam"},
		{page, []news.Passage{{Text: "“So, a well-kept secret & more.”"}}, page + "#:~:text=So%2C%20a%20well%2Dkept%20secret%20%26%20more"},
		{page, []news.Passage{{Prefix: "said: ", Text: "dam", Suffix: " – at last"}}, page + "#:~:text=said%3A-,dam,-%E2%80%93%20at%20last"},
		{page, []news.Passage{{Text: "We waited"}, {Text: "and nothing came"}}, page + "#:~:text=We%20waited&text=and%20nothing%20came"},
		{page, []news.Passage{{Text: long}}, page + "#:~:text=The%20river%20does%20not%20read,and%20nowhere%20else%20at%20all"},
		{page, []news.Passage{{Text: "one two\n\nthree four"}}, page + "#:~:text=one%20two,three%20four"},
		{page, []news.Passage{{Text: strings.Repeat("長江水位", 10)}}, page + "#:~:text=" + url.PathEscape(strings.Repeat("長江水位", 4)) + "," + url.PathEscape(strings.Repeat("長江水位", 4))},
		{page, []news.Passage{{Text: "”…“"}}, page},
		{page, nil, page},
		{"", []news.Passage{{Text: "dam"}}, ""},
	} {
		if got := news.PassageAddress(c.address, c.passages...); got != c.want {
			t.Errorf("PassageAddress(%q, %q):\n got %s\nwant %s", c.address, c.passages, got, c.want)
		}
	}
}

func FuzzPassageAddress(f *testing.F) {
	f.Add("said", "a, b - c & d", "then")
	f.Add("", "\xff\n“", "-")
	f.Fuzz(func(t *testing.T, prefix, words, suffix string) {
		const page = "https://gull.example/a"
		got := news.PassageAddress(page, news.Passage{Prefix: prefix, Text: words, Suffix: suffix})
		rest, found := strings.CutPrefix(got, page+"#:~:text=")
		if got == page {
			return
		}
		if u, err := url.Parse(got); !found || err != nil || u.Host != "gull.example" {
			t.Fatalf("got %q, %v", got, err)
		}
		if strings.ContainsAny(rest, " &\"<>'\n") || strings.Count(rest, ",") > 3 || strings.Count(rest, "-") > 2 {
			t.Errorf("got %q", rest)
		}
	})
}
