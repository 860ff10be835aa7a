package story_test

import (
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
)

// told are the articles of one story of the corpus, oldest first.
func told(t *testing.T, gold string) []news.Article {
	t.Helper()
	var members []news.Article
	for _, d := range corpus(t) {
		if d.Gold == gold {
			members = append(members, d.Article)
		}
	}
	return members
}

func TestWhyNamesWhatIsShared(t *testing.T) {
	t.Parallel()
	for _, g := range []string{"dam", "rate", "flood"} {
	members := told(t, g)
	for id, r := range story.Why(members) {
		t.Logf("%d %+v", id, r)
	}
	}
	m := append(told(t, "dam"), told(t, "rate")[0])
	for id, r := range story.Why(m) {
		t.Logf("%d %+v", id, r)
	}
}
