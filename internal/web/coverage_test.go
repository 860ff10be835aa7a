package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// crowd is a world whose first story has very many articles, in twelve languages, of sources in several countries.
func crowd(articles int) *shelf {
	s := world(func(int) string { return "" })
	tongues := []string{"en", "fr", "de", "es", "it", "pt", "ru", "ar", "tr", "pl", "zh", "sv"}
	countries := []string{"FR", "DE", "JP", "XA"}
	s.articles = slices.DeleteFunc(s.articles, func(a news.Article) bool { return a.StoryID == 1 })
	story := &s.stories[0]
	story.Image, story.Keys, story.Summary = news.Image{}, nil, ""
	long := strings.Repeat("Rhabarberbarbara", 12)
	for i := range articles {
		id := news.ArticleID(50_000 + i)
		a := news.Article{ID: id, EntryID: news.EntryID(id), SourceID: 1, StoryID: 1, FamilyID: id,
			URL: fmt.Sprintf("https://selwyn-wire.example/crowd/%d", i), Headline: fmt.Sprintf("Report %d of the river deal and what it leaves open", i),
			Outlet: outlets[i%4].Name, Language: tongues[i%len(tongues)], Country: countries[i%len(countries)], Kind: news.KindReport, Licence: news.LicenceFull,
			PublishedAt: now.Add(-time.Duration(articles-i) * time.Minute), SeenAt: now}
		switch {
		case i%50 == 7:
			a.Headline, a.Outlet = long, long
		case a.Language == "ar":
			a.Headline = "ما الذي يتركه اتفاق النهر مفتوحا"
		}
		if i%5 > 0 { // four copies follow each text
			a.FamilyID = id - news.ArticleID(i%5)
		}
		s.articles = append(s.articles, a)
	}
	story.Articles, story.Sources, story.Independent, story.Lead = articles, 4, 4, 50_000
	return s
}

func TestManyTextsStayReadable(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(crowd(300)))
	path := get(t, site, "/story/1").Header().Get("Location")
	d := page(t, site, path)
	for selector, want := range map[string]int{
		".coverage .family": 60, ".coverage > section > .family": 8, ".coverage .rest > .family": 52, ".sifting": 2,
		".family details .told": 240, ".status .many bdi": 12, ".jumps a[href='#coverage']": 1, "meta[name=robots]": 0,
		".crumbs a": 2, "h1": 1, ".told h3[lang=ar][dir=rtl]": 25,
	} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%s: got %d, want %d", selector, got, want)
		}
	}
	if got := texts(d.Find(".sifting").Last().Find("a"))[:2]; !slices.Equal(got, []string{"All countries 300", "France 75"}) &&
		!slices.Equal(got, []string{"All countries 300", "Germany 75"}) {
		t.Errorf("countries: got %q", got)
	}
	french := page(t, site, path+"?in=fr")
	if n := french.Find(".told h3[lang=fr]").Length(); n != 25 || french.Find(".told h3:not([lang=fr])").Length() != 0 {
		t.Errorf("the French coverage: got %d articles, want 25 and no others", n)
	}
	if french.Find("meta[name=robots][content=noindex]").Length() != 1 || french.Find(".status dd").Eq(4).Text() != "300" {
		t.Error("a part of the coverage is listed by search engines, or passes for the whole")
	}
	for _, address := range []string{french.Find(".sifting").Last().Find("a").Eq(1).AttrOr("href", ""), path + "?in=xx", path + "?of=%22%3E"} {
		if w := get(t, site, strings.TrimSuffix(address, "#coverage")); w.Code != 200 {
			t.Errorf("GET %s: got %d", address, w.Code)
		}
	}
	if address := french.Find(".sifting").Last().Find("a").Eq(1).AttrOr("href", ""); !strings.Contains(address, "in=fr&of=") {
		t.Errorf("a country of one language: got %s", address)
	}
}

// TestManyTextsAreStillIndexed guards against a count of hidden texts that passed for a hidden page.
func TestManyTextsAreStillIndexed(t *testing.T) {
	t.Parallel()
	s := crowd(260)
	for i := range s.articles {
		if s.articles[i].StoryID == 1 {
			s.articles[i].FamilyID = s.articles[i].ID
		}
	}
	site := newSite(t, options(s))
	d := page(t, site, get(t, site, "/story/1").Header().Get("Location"))
	if d.Find("meta[name=robots]").Length() != 0 {
		t.Error("search engines are kept from a story of many texts")
	}
	if got := d.Find(".coverage > .note").Text(); got != "60 older texts are not shown." {
		t.Errorf("got %q", got)
	}
}
