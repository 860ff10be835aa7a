package licence_test

import (
	"strings"
	"testing"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

func TestFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		licence, deflt news.Licence
		owner          bool
		want           licence.View
	}{
		{news.LicenceHeadline, news.LicenceFull, false, licence.Headline},
		{news.LicenceExcerpt, news.LicenceFull, false, licence.Excerpt},
		{news.LicenceFull, news.LicenceHeadline, false, licence.Full},
		{news.LicenceUnknown, news.LicenceExcerpt, false, licence.Excerpt},
		{news.LicenceUnknown, news.LicenceFull, false, licence.Full},
		{news.LicenceUnknown, news.LicenceUnknown, false, licence.Headline},
		{"public domain", news.LicenceFull, false, licence.Headline}, // not known to us: the careful reading
		{news.LicenceHeadline, news.LicenceHeadline, true, licence.Full},
	} {
		if got := licence.For(news.Source{Licence: c.licence}, c.deflt, c.owner); got.View != c.want {
			t.Errorf("For(%q, default %q, owner %v): got view %d, want %d", c.licence, c.deflt, c.owner, got.View, c.want)
		}
	}
}

func article() news.Article {
	long := strings.TrimSpace(strings.Repeat("word ", 50))
	return news.Article{
		Headline: "Ferries sail again", URL: "https://a.example/1", Authors: []string{"Ines Halloran"}, Summary: long, Dateline: "OSK",
		Image: news.Image{URL: "https://a.example/1.jpg"}, Related: []news.Link{{Title: "More", URL: "https://a.example/2"}},
		Enclosures: []news.Enclosure{{URL: "https://a.example/1.mp3", Type: "audio/mpeg"}},
		Blocks: []news.Block{
			{Role: news.RoleImage, URL: "https://a.example/2.jpg"}, {Role: news.RoleParagraph, Text: long, HTML: "<b>" + long + "</b>"},
			{Role: news.RoleQuote, Text: "late quote"}, {Role: news.RoleParagraph, Text: long}, {Role: news.RoleParagraph, Text: "late words"},
		},
	}
}

func TestArticleIsCut(t *testing.T) {
	t.Parallel()
	full := article()
	if diff := cmp.Diff(full, licence.Grant{View: licence.Full, Images: true}.Article(full)); diff != "" {
		t.Errorf("full view changed the article (-want +got):\n%s", diff)
	}
	got := licence.Grant{View: licence.Headline}.Article(full)
	want := news.Article{Headline: full.Headline, URL: full.URL, Authors: full.Authors}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headline view (-want +got):\n%s", diff)
	}
	got = licence.Grant{View: licence.Excerpt}.Article(full)
	words := strings.TrimSpace(strings.Repeat("word ", 40)) + "…"
	want = news.Article{
		Headline: full.Headline, URL: full.URL, Authors: full.Authors, Summary: words, Dateline: "OSK", Enclosures: full.Enclosures,
		Blocks: []news.Block{
			{Role: news.RoleParagraph, Text: full.Blocks[1].Text},
			{Role: news.RoleParagraph, Text: strings.TrimSpace(strings.Repeat("word ", 10)) + "…"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("excerpt view (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(article(), full); diff != "" {
		t.Errorf("cutting changed the original (-want +got):\n%s", diff)
	}
}

// TestPicturesAreGrantedByThemselves: an excerpt may come with its lead picture, and a whole text without any.
func TestPicturesAreGrantedByThemselves(t *testing.T) {
	t.Parallel()
	a := article()
	a.Enclosures = append(a.Enclosures, news.Enclosure{URL: "https://a.example/3.jpg", Type: "image/jpeg"})
	a.Blocks = append(a.Blocks, news.Block{Role: news.RoleCaption, Text: "the quay"}, news.Block{Role: news.RoleParagraph, Text: "Last.", HTML: `Last.<img src="https://a.example/4.jpg">`})
	for _, c := range []struct {
		licence        news.Licence
		image, related bool
		paragraphs     int
		pictures       int // in the text, and beside it
	}{
		{news.LicenceHeadline, false, false, 0, 0}, {news.LicenceExcerpt, false, false, 2, 0}, {news.LicenceExcerptImages, true, false, 2, 1},
		{news.LicenceText, false, true, 4, 0}, {news.LicenceFull, true, true, 4, 4},
	} {
		g := licence.Of(c.licence, news.LicenceUnknown, false)
		if g.Licence() != c.licence {
			t.Errorf("the grant of %q names itself %q", c.licence, g.Licence())
		}
		got := g.Article(a)
		paragraphs, pictures := 0, 0
		for _, b := range got.Blocks {
			switch b.Role {
			case news.RoleParagraph:
				paragraphs++
			case news.RoleImage, news.RoleCaption:
				pictures++
			}
			if strings.Contains(b.HTML, "<img") {
				pictures++
			}
		}
		for _, e := range got.Enclosures {
			if e.Type == "image/jpeg" {
				pictures++
			}
		}
		if (got.Image.URL != "") != c.image || (got.Related != nil) != c.related || paragraphs != c.paragraphs || pictures != c.pictures {
			t.Errorf("%s: got image %q, related %v, %d paragraphs, %d pictures", c.licence, got.Image.URL, got.Related, paragraphs, pictures)
		}
		if diff := cmp.Diff(got, g.Article(got)); diff != "" {
			t.Errorf("%s, cut twice (-once +twice):\n%s", c.licence, diff)
		}
		s := licence.Story(news.Story{Image: a.Image, Licence: c.licence}, func(l news.Licence) licence.Grant { return licence.Of(l, "", false) })
		if (s.Image.URL != "") != c.image {
			t.Errorf("%s: a story has the image %q", c.licence, s.Image.URL)
		}
	}
}

func TestCuttingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{article().Summary, strings.Repeat("长江水位下降。", 40), "short", "", strings.Repeat("x", 5000), "a … b " + article().Summary} {
		for view := licence.Headline; view <= licence.Full; view++ {
			g := licence.Grant{View: view}
			a := article()
			a.Summary, a.Blocks[1].Text, a.Blocks[3].Text = text, text, text
			once := g.Article(a)
			if diff := cmp.Diff(once, g.Article(once)); diff != "" {
				t.Errorf("view %d of %.20q cut twice (-once +twice):\n%s", view, text, diff)
			}
		}
	}
}

func TestStoryAndHit(t *testing.T) {
	t.Parallel()
	s := news.Story{Headline: "h", Summary: article().Summary, Image: news.Image{URL: "u", Caption: "c", Credit: "r"}}
	of := func(view licence.View) func(news.Licence) licence.Grant {
		return func(news.Licence) licence.Grant { return licence.Grant{View: view} }
	}
	if got := licence.Story(s, of(licence.Headline)); got.Summary != "" || got.Image != (news.Image{}) || got.Headline != "h" {
		t.Errorf("headline view of a story: got %+v", got)
	}
	if got := licence.Story(s, of(licence.Excerpt)); !strings.HasSuffix(got.Summary, "…") || got.Image != (news.Image{}) {
		t.Errorf("excerpt view of a story: got %+v", got)
	}
	// The image is of another source than the summary.
	each := func(l news.Licence) licence.Grant { return licence.Of(l, news.LicenceHeadline, false) }
	s.Licence, s.ImageSource, s.ImageLicence = news.LicenceFull, 2, news.LicenceExcerpt
	if got := licence.Story(s, each); got.Summary != s.Summary || got.Image != (news.Image{}) {
		t.Errorf("an image that may not be shown: got %+v", got)
	}
	s.Licence, s.ImageLicence = news.LicenceHeadline, news.LicenceFull
	if got := licence.Story(s, each); got.Summary != "" || got.Image != s.Image {
		t.Errorf("an image that may be shown: got %+v", got)
	}
	for view, want := range map[licence.View]string{licence.Headline: "", licence.Excerpt: "The dam held.", licence.Full: "The dam held."} {
		if got := (licence.Grant{View: view}).Key("The dam held."); got != want {
			t.Errorf("view %d of a key sentence: got %q, want %q", view, got, want)
		}
	}
	h := news.Hit{Article: article(), Snippet: "… late words", Matches: [][2]int{{4, 8}}}
	for view, want := range map[licence.View]string{licence.Headline: "", licence.Excerpt: strings.TrimSpace(strings.Repeat("word ", 40)) + "…", licence.Full: "… late words"} {
		if got := (licence.Grant{View: view}).Hit(h); got.Snippet != want || (view < licence.Full && got.Matches != nil) {
			t.Errorf("view %d of a hit: got snippet %q, want %q", view, got.Snippet, want)
		}
	}
}
