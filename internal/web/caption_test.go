package web_test

import (
	"slices"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

func TestPartCredit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ caption, outlet, words, credit string }{
		{"The quay before dawn. Ida Marl / Selwyn Wire", "Selwyn Wire", "The quay before dawn.", "Ida Marl / Selwyn Wire"},
		{"The quay before dawn. (Ida Marl | Press Pool)", "Selwyn Wire", "The quay before dawn.", "Ida Marl | Press Pool"},
		{"Le mur, vu de la rive gauche. Agence Tamsel", "Agence Tamsel", "Le mur, vu de la rive gauche.", "Agence Tamsel"},
		{"Delegates cross the yard. Rosa Oke for The Times", "The Times", "Delegates cross the yard.", "Rosa Oke for The Times"},
		{"A ship of the Selwyn Wire", "Selwyn Wire", "A ship of the Selwyn Wire", ""},
		{"The quay before dawn. The tide was out.", "Selwyn Wire", "The quay before dawn. The tide was out.", ""},
		{"", "Selwyn Wire", "", ""},
	} {
		if words, credit := web.PartCredit(c.caption, c.outlet); words != c.words || credit != c.credit {
			t.Errorf("%q: got %q and %q, want %q and %q", c.caption, words, credit, c.words, c.credit)
		}
	}
}

func TestTheStandfirstIsToldOnce(t *testing.T) {
	t.Parallel()
	block := func(role news.Role, text string) news.Block { return news.Block{Role: role, Text: text} }
	rest := block(news.RoleParagraph, "Delegates had spent the night on folding chairs.")
	const whole, cut = "The deal was signed at dawn. It holds for a year.", "The deal was  signed at dawn…"
	for _, c := range []struct{ summary, standfirst, want string }{
		{whole, cut, whole}, {cut, whole, whole}, {whole, whole, whole}, {"", whole, whole},
	} {
		summary, blocks := web.OnceStandfirst(c.summary, []news.Block{block(news.RoleSummary, c.standfirst), rest})
		if summary != c.want || !slices.Equal(blocks, []news.Block{rest}) {
			t.Errorf("summary %q and standfirst %q: got %q with %d blocks", c.summary, c.standfirst, summary, len(blocks))
		}
	}
	if summary, blocks := web.OnceStandfirst("Something else.", []news.Block{block(news.RoleSummary, whole), rest}); summary != "Something else." || len(blocks) != 2 {
		t.Errorf("another standfirst: got %q with %d blocks, want both", summary, len(blocks))
	}
}

func TestArticleSaysWhatItSaidBefore(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.versions = map[news.EntryID][]news.EntryVersion{100: {
		{Entry: news.Entry{Title: "Talks &amp; tea"}, Until: now.Add(-3 * time.Hour)},
		{Entry: news.Entry{Title: s.stories[0].Headline, Summary: "Withdrawn words."}, Until: now.Add(-2 * time.Hour)},
	}}
	site := newSite(t, options(s))
	d := page(t, site, get(t, site, "/article/100").Header().Get("Location"))
	want := []string{"2 h ago The text was changed.", "3 h ago The headline was Talks & tea"}
	if got := texts(d.Find(".edits li")); !slices.Equal(got, want) {
		t.Errorf("edits: got %q, want %q", got, want)
	}
	if d.Find(".edits summary").Text() != "Changed 2 times since it was first seen" || d.Find("main:contains('Withdrawn')").Length() != 0 {
		t.Error("the edits are not counted, or show what was taken back")
	}
	if page(t, site, get(t, site, "/article/101").Header().Get("Location")).Find(".edits").Length() != 0 {
		t.Error("an article that nobody edited says that it was")
	}
}

func TestArticleLeadsOnToItsStory(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, get(t, site, "/article/100").Header().Get("Location"))
	if n := d.Find(".others .row").Length(); n != 3 { // the story has four texts
		t.Errorf("got %d articles of other texts, want 3", n)
	}
	if d.Find(".others a[href^='/article/100/'], .others a[href^='/article/101/']").Length() != 0 {
		t.Error("the article leads on to its own text")
	}
	if d.Find(".others .go a[href^='/story/1/']").Length() != 1 {
		t.Error("there is no way to the whole story")
	}
}

func TestRecordingIsOfferedOnce(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	at := slices.IndexFunc(s.articles, func(a news.Article) bool { return len(a.Enclosures) > 0 && a.Licence == news.LicenceFull })
	a := &s.articles[at]
	for _, host := range []string{"one", "two"} {
		a.Blocks = append(a.Blocks, news.Block{Role: news.RoleEmbed, URL: "https://" + host + ".example/talk", Media: news.MediaAudio})
	}
	site := newSite(t, options(s))
	d := page(t, site, get(t, site, "/article/"+a.ID.String()).Header().Get("Location"))
	if got := texts(d.Find(".embed a[href$='/talk']")); !slices.Equal(got, []string{"Listen at two.example"}) || d.Find("audio").Length() != 1 {
		t.Errorf("besides the player: got %q, want the other recording alone", got)
	}
}
