package enrich_test

import (
	"testing"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

const (
	plain = "The council of Orvale met on Tuesday evening and agreed after two hours on what will become of the old mill beside the river, neighbours said."
	match = "Goalkeeper Niko Brandle saved two kicks and the team won the cup. The coach praised her players after the match, the club's best of the season."
)

func article(url, headline, body string) news.Article {
	return news.Article{URL: url, Headline: headline, Kind: news.KindReport, Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
}

func TestSection(t *testing.T) {
	t.Parallel()
	tagged := article("https://orvale.example/a1", "What was said on Tuesday", plain)
	tagged.Tags = []string{"Orvale", "Économie"}
	opinion := article("https://orvale.example/politics/a1", "What was said on Tuesday", plain)
	opinion.Kind = news.KindOpinion
	cases := []struct {
		name string
		in   news.Article
		hint enrich.Hint
		want news.Section
	}{
		{"the address", article("https://orvale.example/sport/football/a1", "What was said on Tuesday", plain), enrich.Hint{}, news.SectionSport},
		{"an address in German", article("https://orvale.example/wirtschaft/a1", "What was said on Tuesday", plain), enrich.Hint{}, news.SectionBusiness},
		{"a host", article("https://sport.orvale.example/a1", "What was said on Tuesday", plain), enrich.Hint{}, news.SectionSport},
		{"the headline's words in the address are no shelf", article("https://orvale.example/health-sport-politics", "What was said on Tuesday", plain), enrich.Hint{}, ""},
		{"a tag", tagged, enrich.Hint{}, news.SectionBusiness},
		{"the feed's shelf", article("https://orvale.example/a1", "What was said on Tuesday", plain), enrich.Hint{FeedSection: news.SectionLocal}, news.SectionLocal},
		{"the address before the feed", article("https://orvale.example/sport/a1", "What was said on Tuesday", plain), enrich.Hint{FeedSection: news.SectionLocal}, news.SectionSport},
		{"words", article("https://orvale.example/a1", "Rovers win the cup final", match), enrich.Hint{}, news.SectionSport},
		{"opinion", opinion, enrich.Hint{}, news.SectionOpinion},
		{"nothing", article("", "What was said on Tuesday", plain), enrich.Hint{}, ""},
	}
	for _, c := range cases {
		if got := enrich.Enrich(c.in, c.hint).Section; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNotNews(t *testing.T) {
	t.Parallel()
	opinion := article("https://orvale.example/opinion/a1", "How to choose a mayor", plain)
	cases := []struct {
		in   news.Article
		want bool
	}{
		{article("https://orvale.example/a1", "The council agrees on the old mill", plain), false},
		{article("https://orvale.example/a1", "Rovers win the cup final", match), false},
		{article("https://orvale.example/a1", "Your horoscope for Tuesday, 3 March", "Aries: a day for patience. Taurus: watch your money. Gemini: an old friend writes. Leo and Virgo find love."), true},
		{article("https://orvale.example/recipes/a1", "Recipe: apple cake with cinnamon", "Ingredients: three apples, flour, butter, two eggs. Stir the dough, add the apples and bake for forty minutes until golden."), true},
		{opinion, false},
	}
	for _, c := range cases {
		if got := enrich.Enrich(c.in, enrich.Hint{}).NotNews; got != c.want {
			t.Errorf("%s: got not news %v, want %v", c.in.Headline, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	claim := func(language, body string) news.Article {
		a := article("", "", body)
		a.Language = language
		return a
	}
	french := "Le conseil d'Orvale s'est réuni mardi soir et a décidé après deux heures du sort du vieux moulin au bord de la rivière."
	cases := []struct {
		in   news.Article
		hint enrich.Hint
		want string
	}{
		{claim("", french), enrich.Hint{}, "fr"},
		{claim("en-US", french), enrich.Hint{}, "fr"},
		{claim("en-GB", plain), enrich.Hint{}, "en"},
		{claim("nb", "Kommunestyret i Orvale vedtok tirsdag kveld hva som skal skje med den gamle møllen ved elven."), enrich.Hint{}, "no"},
		{claim("de", "17:3"), enrich.Hint{}, "de"},
		{claim("", "17:3"), enrich.Hint{Source: news.Source{Language: "pt-BR"}}, "pt"},
	}
	for _, c := range cases {
		if got := enrich.Enrich(c.in, c.hint).Language; got != c.want {
			t.Errorf("claimed %q, %q: got %q, want %q", c.in.Language, c.in.Text(), got, c.want)
		}
	}
}

func TestKind(t *testing.T) {
	t.Parallel()
	radio := article("https://orvale.example/a1", "What was said on Tuesday", "Listen.")
	radio.Enclosures = []news.Enclosure{{URL: "https://orvale.example/a1.mp3", Type: "audio/mpeg"}}
	cases := []struct {
		in   news.Article
		want news.Kind
	}{
		{article("https://orvale.example/news/a1", "What was said on Tuesday", plain), news.KindReport},
		{article("https://orvale.example/opinion/a1", "What was said on Tuesday", plain), news.KindOpinion},
		{article("https://orvale.example/a1", "What was said on Tuesday", "Soon."), news.KindStub},
		{radio, news.KindAudio},
	}
	for _, c := range cases {
		if got := enrich.Enrich(c.in, enrich.Hint{}).Kind; got != c.want {
			t.Errorf("%s: got %q, want %q", c.in.URL, got, c.want)
		}
	}
}

func TestInputStays(t *testing.T) {
	t.Parallel()
	in := article("https://orvale.example/sport/a1", "What was said on Tuesday", plain)
	in.Tags = append(make([]string, 0, 4), "Football")
	before := in
	enrich.Enrich(in, enrich.Hint{Tags: []string{"Health"}})
	if diff := cmp.Diff(before, in); diff != "" {
		t.Errorf("Enrich changed its input:\n%s", diff)
	}
}
