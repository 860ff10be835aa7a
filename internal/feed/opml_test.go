package feed_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

func TestReadOPML(t *testing.T) {
	t.Parallel()
	const file = `<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="Wirtschaft"><outline text="Selwyn Markets" type="rss" xmlUrl="https://markets.example/rss" htmlUrl="https://markets.example/"/>
 <outline text="Deep"><outline title="Two" text="2" xmlUrl=" https://two.example/rss?a=1&b=2 "></outline></outline></outline>
<outline text="Again" xmlUrl="https://markets.example/rss"/><outline text="none" xmlUrl="ftp://x"/><outline text="Loose" url="https://loose.example/" type="rss" category="/country/de,/sport"/>
</body>`
	got, err := feed.ReadOPML([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Subscription{
		{URL: "https://markets.example/rss", Title: "Selwyn Markets", Home: "https://markets.example/", Section: news.SectionBusiness},
		{URL: "https://two.example/rss?a=1&b=2", Title: "Two", Section: news.SectionBusiness},
		{URL: "https://loose.example/", Title: "Loose", Section: news.SectionSport, Country: "DE"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, file := range []string{"", "<html></html>", "<opml><body></body></opml>"} {
		if _, err := feed.ReadOPML([]byte(file)); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %v, want ErrInvalid", file, err)
		}
	}
}

func TestWriteOPMLReadsBack(t *testing.T) {
	t.Parallel()
	want := []news.Subscription{
		{URL: "https://a.example/rss?a=1&b=2", Title: `A "quoted" <name>`, Home: "https://a.example/", Section: news.SectionWorld, Country: "FR"},
		{URL: "https://b.example/rss", Title: "B", Section: news.SectionSport},
		{URL: "https://c.example/rss", Title: "C", Country: "DE"},
	}
	file, err := feed.WriteOPML("My <feeds>", want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := feed.ReadOPML(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, file)
	}
}
