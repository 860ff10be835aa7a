package story_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"

	"github.com/google/go-cmp/cmp"
)

// The strike of Quandel has nothing to do with the flood of Orvale.
const (
	strikeA = "Tram drivers in Quandel began a strike at dawn on Monday. The union Haul and Rail asks for nine per cent more pay. Its chair, Bram Oldacre, said that no tram would leave the Fennhill depot before Thursday."
	strikeB = "No trams ran in Quandel on Monday as drivers of the union Haul and Rail went on strike for nine per cent. Pickets stood at the Fennhill depot from dawn. Chair Bram Oldacre called the company's offer an insult."
	strikeC = "Quandel went to work on foot: the tram strike of Haul and Rail emptied the rails on Monday. At the Fennhill depot drivers lit fires, and Bram Oldacre promised to stay until Thursday for nine per cent."
)

// desk is a window on the flood (articles 1 to 3) and the strike (11 to 13), with what came of every article.
type desk struct {
	*story.Window
	docs  map[news.ArticleID]news.Article
	story map[news.ArticleID]news.StoryID
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{story.New(story.Options{}), map[news.ArticleID]news.Article{}, map[news.ArticleID]news.StoryID{}}
	d.add(
		report(1, "River Tessel floods old town of Orvale", floodA), report(2, "Tessel floods reach old town of Orvale", floodB),
		report(3, "Old town of Orvale flooded by river Tessel", floodC), report(11, "Tram drivers strike in Quandel", strikeA),
		report(12, "Tram strike stops Quandel", strikeB), report(13, "Quandel walks as tram strike begins", strikeC),
	)
	d.want(t, "at first", [][]news.ArticleID{{1, 2, 3}, {11, 12, 13}})
	return d
}

func (d *desk) add(docs ...news.Article) {
	for _, a := range docs {
		d.docs[a.ID] = a
	}
	d.take(d.Window.Add(docs))
}

// repair gives the window these edits and lets it repair.
func (d *desk) repair(edits ...news.Edit) {
	d.Constrain(edits)
	d.take(d.Window.Repair())
}

func (d *desk) take(g news.Grouping) {
	for id, from := range d.story {
		if into := g.Merged[from]; into != 0 {
			d.story[id] = into
		}
	}
	for _, p := range g.Placed {
		d.story[p.Article] = p.Story
		a := d.docs[p.Article]
		a.StoryID, a.FamilyID = p.Story, p.Family
		d.docs[p.Article] = a
	}
}

// restart forgets the window and builds it from what was agreed.
func (d *desk) restart(edits ...news.Edit) {
	d.Window = story.New(story.Options{})
	var all []news.Article
	for _, id := range slices.Sorted(maps.Keys(d.docs)) {
		a := d.docs[id]
		a.StoryID = d.story[id]
		all = append(all, a)
	}
	d.Restore(all)
	d.repair(edits...)
}

func (d *desk) want(t *testing.T, when string, want [][]news.ArticleID) {
	t.Helper()
	byStory := map[news.StoryID][]news.ArticleID{}
	for _, id := range slices.Sorted(maps.Keys(d.story)) {
		byStory[d.story[id]] = append(byStory[d.story[id]], id)
	}
	got := slices.SortedFunc(maps.Values(byStory), slices.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", when, diff)
	}
}

func joined(a, b news.ArticleID) news.Edit {
	return news.Edit{Kind: news.EditJoin, Article: a, Other: b}
}

func parted(a, b news.ArticleID) news.Edit {
	return news.Edit{Kind: news.EditPart, Article: a, Other: b}
}

// later are reports of the next hour, one on each event.
func later(n int) []news.Article {
	flood := report(20+n, "Orvale counts the cost of the Tessel flood", fmt.Sprintf("%s Pump %d came from the coast.", floodB, n))
	strike := report(40+n, "Quandel tram strike goes on", fmt.Sprintf("%s Line %d is to run first.", strikeC, n))
	return []news.Article{flood, strike}
}

func TestJoinedStaysJoined(t *testing.T) {
	t.Parallel()
	d, edit := newDesk(t), joined(1, 11)
	all := [][]news.ArticleID{{1, 2, 3, 11, 12, 13}}
	d.repair(edit)
	d.want(t, "joined", all)
	d.restart(edit)
	d.want(t, "after a restart", all)
	d.add(later(1)...)
	d.repair(edit)
	d.want(t, "with what came later", [][]news.ArticleID{{1, 2, 3, 11, 12, 13, 21, 41}})
	d.repair()
	d.want(t, "undone", [][]news.ArticleID{{1, 2, 3, 21}, {11, 12, 13, 41}})
}

// TestJoinAndPart moves one article: it is parted from its own story, and joined to the other.
func TestJoinAndPart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.repair(parted(3, 1), parted(3, 2), joined(3, 11))
	d.want(t, "moved", [][]news.ArticleID{{1, 2}, {3, 11, 12, 13}})
	d.repair()
	d.want(t, "undone", [][]news.ArticleID{{1, 2, 3}, {11, 12, 13}})
}

// TestJoinBesidePart joins two stories of which others are parted: then the two articles alone come together.
func TestJoinBesidePart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.repair(joined(1, 11), parted(2, 12))
	if d.story[1] != d.story[11] || d.story[2] == d.story[12] {
		t.Errorf("got %v: want 1 and 11 together, 2 and 12 apart", d.story)
	}
}

func TestPartedStaysParted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	edits := []news.Edit{parted(1, 3), parted(2, 3)}
	apart := [][]news.ArticleID{{1, 2}, {3}, {11, 12, 13}}
	d.repair(edits...)
	d.want(t, "parted", apart)
	d.restart(edits...)
	d.want(t, "after a restart", apart)
	d.add(later(1)...)
	d.repair(edits...)
	if d.story[3] == d.story[1] || d.story[1] != d.story[2] {
		t.Errorf("with what came later: got %v", d.story)
	}
	d.repair()
	d.want(t, "undone", [][]news.ArticleID{{1, 2, 3, 21}, {11, 12, 13, 41}})
}

// TestPartedCopy takes a copy out of the story of its text.
func TestPartedCopy(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.add(report(4, "River Tessel floods old town of Orvale", floodA))
	d.want(t, "a copy", [][]news.ArticleID{{1, 2, 3, 4}, {11, 12, 13}})
	d.repair(parted(1, 4), parted(2, 4), parted(3, 4))
	d.want(t, "parted", [][]news.ArticleID{{1, 2, 3}, {4}, {11, 12, 13}})
	d.repair()
	d.want(t, "undone", [][]news.ArticleID{{1, 2, 3, 4}, {11, 12, 13}})
}

// TestJoinOfLanguages guards that a story has one language, whatever an edit says that was made before one was known.
func TestJoinOfLanguages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := report(5, "Hochwasser in Orvale", "Der Fluss Tessel hat am Montag die Altstadt von Orvale überschwemmt. Die Feuerwehr holte vierzig Menschen mit Booten aus ihren Häusern.")
	a.Language, a.PublishedAt = "de", tide.Add(time.Hour)
	d.add(a)
	d.repair(joined(1, 5))
	d.want(t, "of two languages", [][]news.ArticleID{{1, 2, 3}, {5}, {11, 12, 13}})
}
