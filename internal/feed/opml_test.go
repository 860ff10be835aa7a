package feed_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

func TestReadOPML(t *testing.T) {
	t.Parallel()
	const file = `<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="Wirtschaft"><outline text="Selwyn Markets" type="rss" xmlUrl="https://markets.example/rss" htmlUrl="https://markets.example/"/>
 <outline text="Deep"><outline title="Two" text="2" TYPE="atom" xmlurl=" https://two.example/rss?a=1&b=2 " language="en_GB" created="Tue, 13 Feb 2024 14:22:18 GMT"></outline></outline></outline>
<outline text="Again" xmlUrl="https://markets.example/rss"/><outline title="Sea "><outline text="Again" xmlUrl="https://markets.example/rss"/></outline>
<outline text="none" xmlUrl="ftp://x"/><outline text="Loose" url="https://loose.example/" type="rss" category="/country/de,/sport, a / b,,a/b" description="Nets &amp; boats" language="unknown"/>
<outline text="Friends" type="link" url="https://friends.example/all.opml?x=1"/><outline text="A page" type="link" url="https://page.example/"/>
<outline text="More" type="Include" url="https://more.example/list"/><outline text="Liferea" type="source" sourceType="fl_opml" xmlUrl="https://lists.example/"/>
</body>`
	got, err := feed.ReadOPML([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Subscription{
		{URL: "https://markets.example/rss", Title: "Selwyn Markets", Home: "https://markets.example/", Section: news.SectionBusiness,
			Folders: []string{"Wirtschaft"}, Outline: news.Outline{Also: [][]string{{"Sea"}}}},
		{URL: "https://two.example/rss?a=1&b=2", Title: "2", Section: news.SectionBusiness, Folders: []string{"Wirtschaft", "Deep"}, Language: "en-GB",
			Outline: news.Outline{Own: "Two", Type: "atom", Created: time.Date(2024, 2, 13, 14, 22, 18, 0, time.UTC)}},
		{URL: "https://loose.example/", Title: "Loose", Section: news.SectionSport, Country: "DE",
			Outline: news.Outline{Categories: []string{"/sport", "a/b"}, Description: "Nets & boats"}},
		{URL: "https://friends.example/all.opml?x=1", Kind: news.FeedList, Title: "Friends"},
		{URL: "https://more.example/list", Kind: news.FeedList, Title: "More"},
		{URL: "https://lists.example/", Kind: news.FeedList, Title: "Liferea"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, file := range []string{"", "<html></html>", "<opml><body></body></opml>", "<rss><channel/></rss>"} {
		if _, err := feed.ReadOPML([]byte(file)); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %v, want ErrInvalid", file, err)
		}
	}
	if list, err := feed.ParseList([]byte("<opml/>")); err != nil || len(list.Listed) != 0 {
		t.Errorf("an empty list: got %v, %v", list, err)
	}
	if _, err := feed.ParseList([]byte("<html><body></body></html>")); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("a page in place of a list: got %v", err)
	}
}

// everything is a subscription of each kind with all that a file can keep.
var everything = []news.Subscription{
	{URL: "https://a.example/rss?a=1&b=2", Title: `A "quoted" <name>`, Home: "https://a.example/", Section: news.SectionWorld, Country: "FR"},
	{URL: "https://b.example/rss", Title: "B", Section: news.SectionSport},
	{URL: "https://c.example/rss", Title: "C", Country: "DE", Weight: 1.5, Licence: news.LicenceExcerpt, Language: "de",
		Wish: news.FeedWish{Interval: 90 * time.Minute, Reading: news.ReadFeed}, List: "https://lists.example/all.opml"},
	{URL: "https://d.example/rss", Title: "Renamed", Section: news.SectionTech, Folders: []string{"Technik", "Über"},
		Outline: news.Outline{Own: "D", Type: "atom", Version: "ATOM1", Description: "On <all> & more", Categories: []string{"/arts/film", "tag"},
			Created: time.Date(2024, 2, 13, 14, 22, 18, 0, time.UTC), Also: [][]string{{"Other"}, {"Technik"}}}},
	{URL: "https://e.example/", Kind: news.FeedPage, Title: "E", Folders: []string{"Technik"}, // shelved elsewhere by hand
		Wish: news.FeedWish{Selectors: news.Selectors{Item: "li.news > a", Link: "a", Title: "h2", Date: "time", Summary: "p", Image: "img"}}},
	{URL: "https://f.example/rss", Section: news.SectionClimate, Folders: []string{"Technik"}},
	{URL: "https://lists.example/all.opml", Kind: news.FeedList, Title: "All"},
	{URL: "imaps://mail.example/News%20Letters", Kind: news.FeedMail, Title: "Post"},
}

func TestWriteOPMLReadsBack(t *testing.T) {
	t.Parallel()
	file, err := feed.WriteOPML("My <feeds>", everything)
	if err != nil {
		t.Fatal(err)
	}
	sameSubscriptions(t, file, everything)
}

func TestWriteOPMLTellsNoSecrets(t *testing.T) {
	t.Parallel()
	file, err := feed.WriteOPML("x", []news.Subscription{{URL: "https://ines:s3cret@a.example/rss",
		Wish: news.FeedWish{User: "s3cret", Password: "s3cret", Headers: []news.Header{{Name: "Cookie", Value: "s3cret"}}}}})
	if err != nil || strings.Contains(string(file), "s3cret") || !strings.Contains(string(file), "https://a.example/rss") {
		t.Errorf("got %v\n%s", err, file)
	}
}

func sameSubscriptions(t *testing.T, file []byte, want []news.Subscription) {
	t.Helper()
	list, err := feed.ParseList(file)
	if err != nil {
		t.Fatal(err)
	}
	got := list.Listed
	byURL := func(a, b news.Subscription) int { return strings.Compare(a.URL, b.URL) }
	got, want = slices.Clone(got), slices.Clone(want)
	slices.SortFunc(got, byURL)
	slices.SortFunc(want, byURL)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, file)
	}
}

// FuzzOPML: what is read once is written and read again without a loss.
func FuzzOPML(f *testing.F) {
	file, err := feed.WriteOPML("x", everything)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(`<opml xmlns:n="urn:nutgraf:opml"><outline text="world" n:section="sport"><outline xmlUrl="http://a/" n:also="1" text=" &#x1; &shy;"/></outline>`))
	f.Add([]byte(`<outline text="a"><outline text="b" category=" / , root2// /node2 ,/country/xx" xmlUrl="http://a/&#9;b"/>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		once, err := feed.ReadOPML(file)
		if err != nil {
			return
		}
		written, err := feed.WriteOPML("x", once)
		if err != nil {
			t.Fatal(err)
		}
		sameSubscriptions(t, written, once)
	})
}

func TestReadOPMLStaysSmall(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	many.WriteString("<opml><body>")
	for i := range 20_000 {
		fmt.Fprintf(&many, `<outline text="Folder %d"><outline text="Feed %d" xmlUrl="https://a.example/%d"/></outline>`, i%500, i, i)
	}
	got, err := feed.ReadOPML([]byte(many.String()))
	if err != nil || len(got) != 20_000 {
		t.Errorf("20,000 lines: got %d, %v", len(got), err)
	}
	deep := strings.Repeat(`<outline text="x">`, 100_000) + `<outline xmlUrl="https://a.example/"/>`
	if _, err := feed.ReadOPML([]byte(deep)); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("beyond all depths: got %v", err)
	}
	got, err = feed.ReadOPML([]byte(strings.Repeat(`<outline text="x">`, 150) + `<outline xmlUrl="https://a.example/"/>`))
	if err != nil || len(got) != 1 || len(got[0].Folders) != 32 {
		t.Errorf("150 folders deep: got %d, %v", len(got), err)
	}
}

// TestOPMLScoreboard counts which assertions of a public suite hold, and reads every other list there is.
func TestOPMLScoreboard(t *testing.T) {
	t.Parallel()
	folder := shared(t)
	held, all := 0, 0
	err := filepath.WalkDir(filepath.Join(folder, "listparser-opml"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".xml") || strings.Contains(path, "/rdf/") || strings.Contains(path, "/opportunities/") {
			return err
		}
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, check := range listAssertion.FindAllStringSubmatch(string(file), -1) {
			holds, understood := holdsFor(file, check[1])
			if !understood {
				continue
			}
			if all++; holds {
				held++
			} else {
				t.Logf("not held: %s: %s", filepath.Base(path), check[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("listparser: %d of %d assertions hold", held, all)
	if all < 60 || held < all {
		t.Errorf("listparser: %d of %d assertions hold", held, all)
	}
	lines := regexp.MustCompile(`(?i)<outline[^>]*xmlUrl=`)
	for _, pattern := range []string{"commafeed/opml/*.xml", "feedsmith/opml/references/*.opml"} {
		paths, _ := filepath.Glob(filepath.Join(folder, pattern))
		if len(paths) == 0 {
			t.Errorf("no files %s", pattern)
		}
		for _, path := range paths {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, err := feed.ReadOPML(file)
			feeds := 0
			for _, s := range got {
				if s.Kind == news.FeedPlain {
					feeds++
				}
			}
			if want := len(lines.FindAll(file, -1)); feeds != want {
				t.Errorf("%s: %d feeds of %d, %v", filepath.Base(path), feeds, want, err)
			}
		}
	}
}

var (
	listAssertion = regexp.MustCompile(`Eval: (.+)`)
	listLength    = regexp.MustCompile(`^len\(result\['(feeds|lists)'\]\) == (\d+)$`)
	listValue     = regexp.MustCompile(`^result\['(feeds|lists)'\]\[(\d)\]\['(url|title)'\] == ['"](.*)['"]$`)
	listTwins     = regexp.MustCompile(`^result\['feeds'\]\[0\]\['title'\] == result\['feeds'\]\[1\]\['title'\]$`)
	listMember    = regexp.MustCompile(`^(.+) in result\['feeds'\]\[0\]\['(categories|tags)'\]$`)
	listIsMember  = regexp.MustCompile(`^result\['feeds'\]\[0\]\['categories'\]\[0\] == (\[.+\])$`)
)

// holdsFor reads an assertion of the suite; false when it is about something that we do not keep.
func holdsFor(file []byte, check string) (holds, understood bool) {
	var all []news.Subscription
	if list, err := feed.ParseList(file); err == nil {
		all = list.Listed
	}
	by := map[string][]news.Subscription{}
	for _, s := range all {
		kind := "feeds"
		if s.Kind == news.FeedList {
			kind = "lists"
		}
		by[kind] = append(by[kind], s)
	}
	check = strings.ReplaceAll(strings.TrimSpace(check), `"`, "'")
	if m := listLength.FindStringSubmatch(check); m != nil {
		return strconv.Itoa(len(by[m[1]])) == m[2], true
	}
	if m := listValue.FindStringSubmatch(check); m != nil {
		at, _ := strconv.Atoi(m[2])
		if at >= len(by[m[1]]) {
			return false, true
		}
		return m[4] == map[string]string{"url": by[m[1]][at].URL, "title": by[m[1]][at].Title}[m[3]], true
	}
	if listTwins.MatchString(check) {
		return len(by["feeds"]) > 1 && by["feeds"][0].Title == by["feeds"][1].Title && by["feeds"][0].Title != "", true
	}
	wanted := ""
	if m := listMember.FindStringSubmatch(check); m != nil {
		wanted = m[1]
	} else if m := listIsMember.FindStringSubmatch(check); m != nil {
		wanted = m[1]
	}
	if wanted == "" || len(by["feeds"]) == 0 {
		return false, wanted != ""
	}
	return slices.Contains(placesOf(by["feeds"][0]), wanted), true
}

// placesOf writes folders and categories of a feed as the suite does.
func placesOf(s news.Subscription) (places []string) {
	add := func(path []string) {
		places = append(places, "['"+strings.Join(path, "', '")+"']", "'"+strings.Join(path, "/")+"'")
	}
	for _, path := range append([][]string{s.Folders}, s.Outline.Also...) {
		add(path)
	}
	for _, category := range s.Outline.Categories {
		add(strings.Split(strings.TrimPrefix(category, "/"), "/"))
	}
	return places
}
