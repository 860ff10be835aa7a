package story_test

import (
	"strings"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	long := "The harbour of Orvale " + strings.Repeat("and its old quay ", 15)
	tests := []struct{ name, standfirst, body, want string }{
		{"the publisher's own", "What Orvale decided.", "Another text.", "What Orvale decided."},
		{"a first paragraph that fits", "", "Orvale closes its bridge. Nobody knows why.\n\nMore.", "Orvale closes its bridge. Nobody knows why."},
		{"whole sentences of one that does not", "", "The council of Orvale voted on Tuesday to close the old bridge until spring, when the river falls again. " + long + ".",
			"The council of Orvale voted on Tuesday to close the old bridge until spring, when the river falls again."},
		{"a beginning when those would be too little", "", "It is over. " + long + ".",
			strings.TrimSuffix(strings.Join(strings.Fields("It is over. " + long)[:45], " "), ".") + "…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			g := story.New(story.Options{}).Add([]news.Article{{ID: 1, Headline: "Orvale", Summary: test.standfirst,
				Blocks: []news.Block{{Role: news.RoleParagraph, Text: test.body}}}})
			if got := g.Stories[0].Summary; got != test.want {
				t.Errorf("summary:\n got %q\nwant %q", got, test.want)
			}
		})
	}
}
