package story_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/text"
)

// realStories are the stories of the contest's pages: three days within two weeks, all languages.
func realStories(tb testing.TB) []story.Telling {
	tb.Helper()
	dir := sharedStories()
	if dir == "" {
		tb.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set")
	}
	file, err := os.Open(filepath.Join(dir, "contest-pages/articles.jsonl.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	var articles []news.Article
	lines := bufio.NewScanner(zipped)
	lines.Buffer(nil, 1<<24)
	sites := map[string]news.SourceID{}
	for lines.Scan() {
		var page struct {
			URL, Site, Title, Text string
			Time                   time.Time
		}
		if err := json.Unmarshal(lines.Bytes(), &page); err != nil {
			continue
		}
		lang, sure := text.Language(page.Title + ". " + page.Text)
		if sure < 0.3 || page.Time.IsZero() {
			continue
		}
		if sites[page.Site] == 0 {
			sites[page.Site] = news.SourceID(len(sites) + 1)
		}
		a := news.Article{ID: news.ArticleID(len(articles) + 1), URL: page.URL, SourceID: sites[page.Site], Headline: page.Title, Language: lang, PublishedAt: page.Time, SeenAt: page.Time}
		for _, p := range strings.Split(page.Text, "\n") {
			a.Blocks = append(a.Blocks, news.Block{Role: news.RoleParagraph, Text: p})
		}
		articles = append(articles, a)
	}
	slices.SortStableFunc(articles, func(a, b news.Article) int { return a.PublishedAt.Compare(b.PublishedAt) })
	return tellingsOf(articles)
}

func tellingsOf(articles []news.Article) []story.Telling {
	w := story.New(story.Options{})
	byID := map[news.ArticleID]news.Article{}
	for _, a := range articles {
		byID[a.ID] = a
	}
	stories := map[news.StoryID]news.Story{}
	place := map[news.ArticleID]news.StoryID{}
	take := func(g news.Grouping) {
		for _, s := range g.Stories {
			stories[s.ID] = s
		}
		for _, p := range g.Placed {
			place[p.Article] = p.Story
		}
		for from, into := range g.Merged {
			delete(stories, from)
			for a, s := range place {
				if s == from {
					place[a] = into
				}
			}
		}
	}
	for batch := range slices.Chunk(articles, 512) {
		take(w.Add(batch))
	}
	take(w.Repair())
	members := map[news.StoryID][]news.Article{}
	for _, a := range articles {
		members[place[a.ID]] = append(members[place[a.ID]], a)
	}
	var tellings []story.Telling
	for id, s := range stories {
		tellings = append(tellings, story.Telling{Story: s, Articles: members[id]})
	}
	slices.SortFunc(tellings, func(a, b story.Telling) int { return a.Story.FirstSeenAt.Compare(b.Story.FirstSeenAt) })
	return tellings
}

func TestRealThreads(t *testing.T) {
	tellings := realStories(t)
	threads := story.NewThreads(story.ThreadOptions{})
	began := time.Now()
	byID := map[news.StoryID]story.Telling{}
	last := map[news.StoryID]news.StoryLink{}
	for some := range slices.Chunk(tellings, 256) {
		for _, l := range threads.Link(some, nil).Stories {
			if old, ok := last[l.Story]; ok && !l.Read {
				l.Fresh = old.Fresh
			}
			last[l.Story] = l
		}
	}
	took := time.Since(began)
	bytes := 0
	of := map[news.ThreadID][]news.StoryID{}
	for _, s := range tellings {
		byID[s.Story.ID] = s
		l := last[s.Story.ID]
		bytes += len(l.Gist)
		if l.Thread != 0 {
			of[l.Thread] = append(of[l.Thread], s.Story.ID)
		}
	}
	t.Logf("%d stories, %d threads, %v each, %d bytes a gist", len(tellings), len(of), took/time.Duration(len(tellings)), bytes/len(tellings))
	var ids []news.ThreadID
	for id := range of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		th, _ := threads.Thread(id)
		t.Logf("THREAD %s %v: %s", th.Language, len(of[id]), th.Name)
		for _, s := range of[id] {
			st := byID[s].Story
			t.Logf("     %s [%d] %s", st.FirstSeenAt.Format("01-02"), st.Articles, st.Headline)
			for _, f := range last[s].Fresh {
				t.Logf("                  NEW: %s", f.Text)
			}
		}
	}
}

func TestRealCoverage(t *testing.T) {
	tellings := realStories(t)
	threads := story.NewThreads(story.ThreadOptions{})
	byID := map[news.StoryID]story.Telling{}
	coverage := map[news.StoryID]news.StoryID{}
	pairs := map[[2]news.StoryID]story.PairAbroad{}
	began := time.Now()
	for some := range slices.Chunk(tellings, 256) {
		for _, l := range threads.Link(some, nil).Stories {
			coverage[l.Story] = l.Coverage
		}
		for _, p := range story.PairsAbroad(threads) {
			pairs[[2]news.StoryID{p.A, p.B}] = p
		}
	}
	for _, s := range tellings {
		byID[s.Story.ID] = s
	}
	for _, p := range pairs {
		a, b := byID[p.A].Story, byID[p.B].Story
		t.Logf("PAIR %.3f %d %d %.1f %v %s %s | %s | %s", p.Cosine, p.Names, p.Leading, p.Numbers, p.Address, a.Language, b.Language, a.Headline, b.Headline)
	}
	t.Logf("%v each", time.Since(began)/time.Duration(len(tellings)))
	of := map[news.StoryID][]news.StoryID{}
	for _, s := range tellings {
		byID[s.Story.ID] = s
		if c := coverage[s.Story.ID]; c != 0 {
			of[c] = append(of[c], s.Story.ID)
		}
	}
	var ids []news.StoryID
	for id := range of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		t.Logf("COVERAGE %d", id)
		for _, s := range of[id] {
			st := byID[s].Story
			t.Logf("     %s %s [%d] %s", st.Language, st.FirstSeenAt.Format("01-02 15:04"), st.Articles, st.Headline)
		}
	}
}

// TestTwinThreads prints how many events of labelled collections end in one thread: twins of a kind should not, one event should.
func TestTwinThreads(t *testing.T) {
	dir := sharedStories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set")
	}
	for _, set := range []string{"ecbplus/docs.jsonl", "wikinews-medium/wikinews_medium.jsonl"} {
		docs, err := loadLabelled(filepath.Join(dir, set))
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]int{}
		var tellings []story.Telling
		var names []string
		for _, d := range docs {
			at, known := of[d.gold]
			if !known {
				at = len(tellings)
				of[d.gold] = at
				names = append(names, d.gold)
				tellings = append(tellings, story.Telling{Story: news.Story{ID: news.StoryID(at + 1), Headline: d.Headline, Language: d.Language, FirstSeenAt: d.PublishedAt, UpdatedAt: d.PublishedAt}})
			}
			tellings[at].Articles = append(tellings[at].Articles, d.Article)
			tellings[at].Story.Articles++
		}
		threads := map[news.ThreadID][]string{}
		for _, l := range story.NewThreads(story.ThreadOptions{}).Link(tellings, nil).Stories {
			if l.Thread != 0 {
				threads[l.Thread] = append(threads[l.Thread], names[l.Story-1])
			}
		}
		t.Logf("%s: %d events, %d threads: %v", set, len(tellings), len(threads), threads)
	}
}
