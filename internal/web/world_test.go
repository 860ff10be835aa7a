package web_test

import (
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// now is the time at which the tests' pages are seen.
var now = time.Date(2031, time.May, 17, 9, 30, 0, 0, time.UTC)

// headlines are of an invented country, by section; the last of each line is in another language.
var headlines = []struct {
	section news.Section
	lines   []string
}{
	{news.SectionWorld, []string{
		"Three countries agree to share the Tamsel’s water after eleven days of talks",
		"Corvenne opens its border posts to harvest workers a month early",
		"Observers count votes by lamplight as power fails in the south",
		"A ferry line closed for thirty years sails again",
		"Aid convoy reaches the hill villages of Brae Marrow",
		"اتفاق ثلاثي على تقاسم مياه نهر التمسل بعد أحد عشر يوما من المحادثات",
	}},
	{news.SectionPolitics, []string{
		"Finance minister stakes her post on a budget without new debt",
		"Osk elects a beekeeper as mayor by nineteen votes",
		"Parliament sends the lobbying bill back to committee for a third time",
		"Opposition parties name a joint candidate for the northern seat",
		"Le gouvernement de Saint-Aubrac renonce à la taxe sur les puits",
	}},
	{news.SectionBusiness, []string{
		"Harbour strike enters its fifth week with 140 ships at anchor",
		"Tamsel Mills to close two of its five weaving sheds",
		"Central bank holds its rate and drops the word “patient”",
		"Salt prices double as the lagoon works stand idle",
		"Les armateurs de Port Selwyn proposent une médiation",
	}},
	{news.SectionTech, []string{
		"Public broadcaster switches its archive to open formats",
		"School tablets recalled after batteries swell in the heat",
		"A village builds its own telephone exchange, again",
	}},
	{news.SectionScience, []string{
		"Divers map a drowned forest beneath Harrowgate Sound",
		"Old star charts help date a comet’s last visit",
		"Glass eels return to a river given up for dead",
		"Des géologues entendent respirer le volcan d’Aubrac",
	}},
	{news.SectionHealth, []string{
		"Clinics report fewer glasspowder cases for the first month since winter",
		"Nurses accept a pay offer by a narrow margin",
		"Measles shots resume in the delta after a broken cold chain",
	}},
	{news.SectionClimate, []string{
		"Reservoirs stand at half as the dry season begins",
		"Town council votes to give the low meadow back to the river",
	}},
	{news.SectionCulture, []string{
		"A lost opera is found in a piano stool",
		"The lighthouse keeper’s diaries win the national book prize",
		"Le musée de la Marée rouvre ses salles de cartes",
	}},
	{news.SectionSport, []string{
		"Lindenfell win the cup with a goal in the last breath of extra time",
		"Rowing body bans carbon blades below national level",
		"Sailing: the strait race is cut short by fog",
		"رياضية من دار النهر تحطم رقما قياسيا عمره عشرون عاما",
	}},
	{news.SectionOpinion, []string{
		"Stop calling it a water war",
		"What the strike tells us about who pays for cheap bread",
	}},
	{news.SectionLocal, []string{
		"Bus 14 to run through the night again",
		"The market hall clock is right for the first time since 1987",
		"Residents ask for benches, and get a consultation about benches",
	}},
}

// outlets of that country; their licences differ.
var outlets = []news.Source{
	{ID: 1, Host: "selwyn-wire.example", Name: "Selwyn Wire", Home: "https://selwyn-wire.example/", Country: "XA", Language: "en", Licence: news.LicenceFull},
	{ID: 2, Host: "harbour-times.example", Name: "The Harbour Times", Home: "https://harbour-times.example/", Country: "XA", Language: "en", Licence: news.LicenceExcerpt},
	{ID: 3, Host: "herald.example", Name: "Valmere Herald", Home: "https://herald.example/", Country: "XA", Language: "en", Licence: news.LicenceHeadline},
	{ID: 4, Host: "vbs.example", Name: "VBS Radio", Home: "https://vbs.example/", Country: "XA", Language: "en", Licence: news.LicenceFull},
	{ID: 5, Host: "marée.example", Name: "Le Journal de la Marée", Home: "https://maree.example/", Country: "XB", Language: "fr", Licence: news.LicenceFull},
	{ID: 6, Host: "nahr.example", Name: "صحيفة النهر", Home: "https://nahr.example/", Country: "XC", Language: "ar", Licence: news.LicenceFull},
	{ID: 7, Host: "ledger.example", Name: "The Ledger", Home: "https://ledger.example/", Country: "XA", Language: "en"},
}

func languageOf(headline string) (string, news.SourceID) {
	for _, r := range headline {
		switch {
		case r >= 0x600 && r < 0x700:
			return "ar", 6
		case r == 'é' || r == 'ê' || r == 'à':
			return "fr", 5
		}
	}
	return "en", 0
}

// world fills a shelf with stories of every section; picture gives an image's address, or none.
func world(picture func(n int) string) *shelf {
	s := &shelf{settings: map[string]string{}, merged: map[news.StoryID]news.StoryID{9000: 1}, sources: slices.Clone(outlets)}
	for i, source := range outlets {
		s.feeds = append(s.feeds, news.Feed{ID: news.FeedID(i + 1), SourceID: source.ID, URL: source.Home + "feed", Title: source.Name,
			Interval: 15 * time.Minute, PolledAt: now.Add(-5 * time.Minute), SucceededAt: now.Add(-5 * time.Minute)})
	}
	s.feeds[6].Failures, s.feeds[6].Problem = 4, "ledger.example answers 403: it refuses programs"
	n := 0
	for place := 0; ; place++ {
		any := false
		for _, group := range headlines {
			if place < len(group.lines) {
				any = true
				n++
				s.tell(n, group.section, group.lines[place], picture)
			}
		}
		if !any {
			break
		}
	}
	s.thread()
	s.speak()
	return s
}

// thread makes one of the first story and two older ones, and gives the first a counterpart in another language.
func (s *shelf) thread() {
	s.threads = []news.Thread{{ID: 1, Name: "Tamsel, Saint-Aubrac", Language: "en", Phrases: []string{"Tamsel", "Saint-Aubrac"}, Stories: 3, Articles: 20,
		FirstSeenAt: now.Add(-90 * 24 * time.Hour), UpdatedAt: s.stories[0].UpdatedAt}}
	for i, age := range []time.Duration{0, 30, 90} {
		s.stories[2*i].Thread = 1
		s.stories[2*i].UpdatedAt = s.stories[2*i].UpdatedAt.Add(-age * 24 * time.Hour)
	}
	s.stories[0].Fresh = []news.KeySentence{
		{Text: "The height of the dam is left to a commission.", Article: 100, Source: 1, SourceName: outlets[0].Name, Licence: news.LicenceFull},
		{Text: "Not to be quoted.", Article: 101, Source: 2, SourceName: outlets[1].Name, Licence: news.LicenceHeadline}}
	for i := range s.stories {
		if s.stories[i].Language == "ar" {
			s.stories[i].Coverage, s.stories[0].Coverage = s.stories[0].ID, s.stories[0].ID
			return
		}
	}
}

// tell adds a story with its articles: the first has many, later ones few.
func (s *shelf) tell(n int, section news.Section, headline string, picture func(int) string) {
	size := max(1, 12-2*n)
	if n%5 == 0 {
		size = 3
	}
	language, own := languageOf(headline)
	id := news.StoryID(n)
	story := news.Story{
		ID: id, Headline: headline, Language: language, Section: section, Articles: size, Sources: min(size, 5), Independent: (size + 1) / 2,
		FirstSeenAt: now.Add(-time.Duration(n*23+size*20) * time.Minute), UpdatedAt: now.Add(-time.Duration(n*23) * time.Minute), Score: float64(1000 - n),
		Summary: "The agreement, signed shortly before dawn in a gymnasium that had run out of coffee, gives each country a third of the summer flow and leaves the dam’s height to a commission.",
	}
	if n%3 != 0 {
		story.Image = news.Image{URL: picture(n), Caption: "The quay at Port Selwyn before dawn.", Credit: "Ida Marl / Selwyn Wire"}
	}
	if language == "ar" {
		story.Summary = "وقعت الدول الثلاث الاتفاق قبيل الفجر في قاعة رياضية نفدت منها القهوة، وترك ارتفاع السد للجنة مشتركة."
	}
	for i := range size {
		s.write(&story, n, i, own)
	}
	s.stories = append(s.stories, story)
}

func (s *shelf) write(story *news.Story, n, i int, own news.SourceID) {
	source := outlets[(n+i)%4]
	if n == 1 && i == 0 {
		source = outlets[0]
	}
	if own != 0 {
		source = outlets[own-1]
	}
	a := news.Article{
		ID: news.ArticleID(n*100 + i), EntryID: news.EntryID(n*100 + i), SourceID: source.ID, StoryID: story.ID,
		FamilyID: news.ArticleID(n*100 + i - i%3), URL: fmt.Sprintf("%snews/%d-%d", source.Home, n, i), Headline: story.Headline,
		Authors: []string{"Ines Halloran", "Tom Varrick"}, PublishedAt: story.FirstSeenAt.Add(time.Duration(i*20) * time.Minute), SeenAt: now,
		Language: story.Language, Kind: news.KindReport, Section: story.Section, Outlet: source.Name, Summary: story.Summary,
		Dateline: "PORT SELWYN", Image: story.Image, Licence: source.Licence, Truncated: i == 3,
	}
	if i > 0 {
		a.Headline = []string{"What the river deal gives each country", "Dam talks end with a handshake", "“We ran out of coffee, then of reasons”", "Analysts see a commission without teeth"}[i%4]
	}
	switch {
	case n%7 == 3:
		a.Kind = news.KindAudio
		a.Enclosures = []news.Enclosure{{URL: source.Home + "talk.mp3", Type: "audio/mpeg", Length: 1 << 20}}
	case n%11 == 5:
		a.Kind = news.KindVideo
	case i == 4:
		a.Kind = news.KindOpinion
	}
	a.Blocks = body(a)
	s.articles = append(s.articles, a)
	if i == 0 {
		story.Lead, story.LeadSource, story.SourceName, story.Licence = a.ID, source.ID, source.Name, source.Licence
	}
}

// body is a text with a block of every role. The word "heron" stands late in it, beyond any excerpt.
func body(a news.Article) []news.Block {
	if a.Language == "ar" {
		return []news.Block{
			{Role: news.RoleParagraph, Text: a.Summary},
			{Role: news.RoleParagraph, Text: "وقالت وزيرة المياه إن الأطراف «تعلمت أن النهر لا يقرأ الخرائط»، وأضافت أن اللجنة ستجتمع أول مرة في الخريف المقبل."},
			{Role: news.RoleQuote, Text: "النهر لا يقرأ الخرائط."},
			{Role: news.RoleParagraph, Text: "ويشمل الاتفاق تبادل قياسات المنسوب كل ساعة، وهو ما كان يرفضه الجانب الغربي منذ سنوات."},
		}
	}
	long := "Delegates had spent the night on folding chairs. By four in the morning the only thing left to settle was a single line about the height of the spillway, and by five there was no one left who wished to argue about it."
	return []news.Block{
		{Role: news.RoleParagraph, Text: a.Summary, HTML: `The agreement, <a href="/dawn">signed shortly before dawn</a> in a gymnasium that had run out of <em>coffee</em>, gives each country a third of the summer flow and leaves the dam’s height to a commission.`},
		{Role: news.RoleParagraph, Text: long}, {Role: news.RolePromo, Text: "Sign up for our letter"},
		{Role: news.RoleHeading, Text: "A line about a spillway"}, {Role: news.RoleParagraph, Text: long + " A heron stood on the weir."},
		{Role: news.RoleQuote, Text: "We ran out of coffee, and then of reasons."},
		{Role: news.RoleImage, URL: a.Image.URL + "?wide"}, {Role: news.RoleCaption, Text: "The weir at low water."}, {Role: news.RoleCredit, Text: "Ida Marl"},
		{Role: news.RoleListItem, Text: "a third of the summer flow for each country"}, {Role: news.RoleListItem, Text: "hourly readings, shared"},
		{Role: news.RoleParagraph, Text: long}, {Role: news.RolePullQuote, Text: "The river does not read maps."},
		{Role: news.RoleTable, Text: "Country Share", HTML: "<table><tr><th>Country</th><th>Share</th></tr><tr><td>Valmere</td><td>33 %</td></tr></table>"},
		{Role: news.RoleEmbed, URL: "https://video.example/watch/1", Text: ""}, {Role: news.RoleParagraph, Text: long},
		{Role: news.RoleCorrection, Text: "An earlier version gave the wrong height of the dam."}, {Role: news.RoleBio, Text: "Ines Halloran reports from Port Selwyn."},
	}
}
