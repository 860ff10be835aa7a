package web_test

import (
	"strconv"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

func TestMutes(t *testing.T) {
	t.Parallel()
	story := news.Story{
		ID: 7, Headline: "Dam talks end: São Pedro wins", Summary: "The Weir stays.", Phrases: []string{"Ines Halloran"}, Section: news.SectionSport,
		LeadSource: 4, SourceName: "The Gull", Language: "en", Sources: 1, UpdatedAt: now, Independent: 2,
	}
	article := news.Article{ID: 9, StoryID: 7, SourceID: 4, Headline: story.Headline, Summary: story.Summary, Section: news.SectionSport, PublishedAt: now, SeenAt: now,
		Authors: []string{"Tom Varrick"}, Outlet: "The Gull", Kind: news.KindOpinion, Language: "en-GB"}
	for name, c := range map[string]struct {
		mute           news.Mute
		story, article bool
	}{
		"words in a row":                {news.Mute{Rule: `"dam talks"`}, true, true},
		"folded":                        {news.Mute{Rule: `"SAO pedro"`}, true, true},
		"of the summary":                {news.Mute{Rule: `"weir"`}, true, true},
		"words apart":                   {news.Mute{Rule: `"dam end"`}, false, false},
		"a part of a word":              {news.Mute{Rule: `"tal"`}, false, false},
		"more than is there":            {news.Mute{Rule: `"weir stays dry"`}, false, false},
		"punctuation alone":             {news.Mute{Rule: `"!"`}, false, false},
		"a name among the phrases":      {news.Mute{Rule: `name:"ines halloran"`}, true, false},
		"the section":                   {news.Mute{Rule: "section:sport"}, true, true},
		"another section":               {news.Mute{Rule: "section:world"}, false, false},
		"its only source":               {news.Mute{Rule: "source:4"}, true, true},
		"another source":                {news.Mute{Rule: "source:5"}, false, false},
		"the story":                     {news.Mute{Rule: "story:7"}, true, true},
		"another story":                 {news.Mute{Rule: "story:8"}, false, false},
		"a query":                       {news.Mute{Rule: "query:pedro -kind:video"}, true, true},
		"a query left out":              {news.Mute{Rule: "query:pedro -weir"}, false, false},
		"a query of a headline":         {news.Mute{Rule: `query:headline:"dam talks" section:sport`}, true, true},
		"a query in another form":       {news.Mute{Rule: "query:headline:talking pedro's"}, true, true},
		"a query in one form, quoted":   {news.Mute{Rule: `query:"talk" lang:en`}, false, false},
		"a query of another headline":   {news.Mute{Rule: "query:headline:weir"}, false, false},
		"a query of a person":           {news.Mute{Rule: `query:person:"Ines Halloran"`}, true, false},
		"a query of an author":          {news.Mute{Rule: "query:by:varrick"}, false, true},
		"a query of a source":           {news.Mute{Rule: "query:source:gull lang:en"}, true, true},
		"a query of another source":     {news.Mute{Rule: "query:source:times"}, false, false},
		"a query of a form":             {news.Mute{Rule: "query:kind:opinion"}, false, true},
		"a query of a time":             {news.Mute{Rule: "query:pedro after:2d"}, true, true},
		"a query of another time":       {news.Mute{Rule: "query:pedro before:2d"}, false, false},
		"a query that is over":          {news.Mute{Rule: "query:pedro", Until: now}, false, false},
		"over":                          {news.Mute{Rule: "story:7", Until: now}, false, false},
		"not over":                      {news.Mute{Rule: "story:7", Until: now.Add(time.Second)}, true, true},
		"until it changes, unchanged":   {news.Mute{Rule: "story:7", TillChange: true, AsOf: now, Independent: 2}, true, true},
		"newer, but no new text":        {news.Mute{Rule: "story:7", TillChange: true, AsOf: now.Add(-time.Hour), Independent: 2}, true, false},
		"a new text, but nothing newer": {news.Mute{Rule: "story:7", TillChange: true, AsOf: now, Independent: 1}, true, true},
		"changed":                       {news.Mute{Rule: "story:7", TillChange: true, AsOf: now.Add(-time.Hour), Independent: 1}, false, false},
	} {
		s, a := web.Hides([]news.Mute{c.mute}, now, story, article)
		if s != c.story || a != c.article {
			t.Errorf("%s: got story %t, article %t, want %t, %t", name, s, a, c.story, c.article)
		}
	}
	if s, _ := web.Hides([]news.Mute{{Rule: `query:person:"ines halloran"`}}, now, news.Story{Headline: "The Harbour Master resigns"}, article); !s {
		t.Error("a person is not found by another name")
	}
	shared := story
	shared.Sources = 2
	if s, _ := web.Hides([]news.Mute{{Rule: "source:4"}}, now, shared, article); s {
		t.Error("a muted source hides what others report too")
	}
	if s, _ := web.Hides([]news.Mute{{Rule: "query:庫 -山"}}, now, news.Story{Headline: "大水庫開閘"}, article); !s {
		t.Error("a character that ends a pair is not found")
	}
	if s, _ := web.Hides([]news.Mute{{Rule: `"水庫"`}}, now, news.Story{Headline: "大水庫開閘"}, article); !s {
		t.Error("words of a script without spaces are not found")
	}
}

func BenchmarkMuting(b *testing.B) {
	var mutes []news.Mute
	for i := range 200 {
		mutes = append(mutes, news.Mute{Rule: news.MuteRule(news.MuteWords, "word"+strconv.Itoa(i)+" and more")})
	}
	story := news.Story{Headline: "Three countries sign a treaty on the water of the river", Summary: "The agreement, signed shortly before dawn, gives each country a third of the summer flow.",
		Phrases: []string{"Ines Halloran", "Tamsel"}}
	for b.Loop() {
		for range 120 {
			web.Hides(mutes, now, story, news.Article{})
		}
	}
}
