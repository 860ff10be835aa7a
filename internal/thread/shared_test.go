package thread_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/story/sets"
	"nutgraf/internal/text"
	"nutgraf/internal/thread"
)

// realStories are the stories of the contest's pages: three days within two weeks, all languages.
func realStories(tb testing.TB) []thread.Telling {
	tb.Helper()
	dir := golden.Stories()
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

func tellingsOf(articles []news.Article) []thread.Telling {
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
	var tellings []thread.Telling
	for id, s := range stories {
		tellings = append(tellings, thread.Telling{Story: s, Articles: members[id]})
	}
	slices.SortFunc(tellings, func(a, b thread.Telling) int { return a.Story.FirstSeenAt.Compare(b.Story.FirstSeenAt) })
	return tellings
}

// TestSharedThreads prints the threads and the coverage of the contest's pages, which nobody has labelled, for the eye: run it with -v.
func TestSharedThreads(t *testing.T) {
	if !testing.Verbose() {
		t.Skip("it prints links to be judged by eye: run it with -v")
	}
	tellings := realStories(t)
	threads := thread.New(thread.Options{})
	byID := map[news.StoryID]thread.Telling{}
	for _, s := range tellings {
		byID[s.Story.ID] = s
	}
	last := map[news.StoryID]news.StoryLink{}
	pairs := map[[2]news.StoryID]thread.PairAbroad{}
	began := time.Now()
	for some := range slices.Chunk(tellings, 256) {
		for _, l := range threads.Link(some, nil).Stories {
			if old, known := last[l.Story]; known && !l.Read {
				l.Fresh = old.Fresh
			}
			last[l.Story] = l
		}
		for _, p := range thread.PairsAbroad(threads) {
			pairs[[2]news.StoryID{p.A, p.B}] = p
		}
	}
	took, bytes := time.Since(began), 0
	of := map[news.ThreadID][]news.StoryID{}
	for _, s := range tellings {
		l := last[s.Story.ID]
		bytes += len(l.Gist)
		if l.Thread != 0 {
			of[l.Thread] = append(of[l.Thread], s.Story.ID)
		}
	}
	t.Logf("%d stories, %d threads, %d links between languages, %v and %d bytes for each", len(tellings), len(of), len(pairs), took/time.Duration(len(tellings)), bytes/len(tellings))
	for _, id := range slices.Sorted(maps.Keys(of)) {
		th, _ := threads.Thread(id)
		t.Logf("thread %s: %s", th.Language, th.Name)
		for _, s := range of[id] {
			t.Logf("    %s %s", byID[s].Story.FirstSeenAt.Format(time.DateOnly), byID[s].Story.Headline)
			for _, k := range last[s].Fresh {
				t.Logf("        new: %s", k.Text)
			}
		}
	}
	for _, p := range pairs {
		a, b := byID[p.A].Story, byID[p.B].Story
		t.Logf("%s and %s, cosine %.2f, %d names, numbers %.1f: %s | %s", a.Language, b.Language, p.Cosine, p.Names, p.Numbers, a.Headline, b.Headline)
	}
}

// TestSharedTwins prints how many events of labelled collections end in one thread: twins of a kind should not, one event should.
func TestSharedTwins(t *testing.T) {
	dir := golden.Stories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set")
	}
	for _, set := range []string{"ecbplus/docs.jsonl", "wikinews-medium/wikinews_medium.jsonl"} {
		docs, err := sets.Load(filepath.Join(dir, set))
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]int{}
		var tellings []thread.Telling
		var names []string
		for _, d := range docs {
			at, known := of[d.Gold]
			if !known {
				at = len(tellings)
				of[d.Gold] = at
				names = append(names, d.Gold)
				tellings = append(tellings, thread.Telling{Story: news.Story{ID: news.StoryID(at + 1), Headline: d.Headline, Language: d.Language, FirstSeenAt: d.PublishedAt, UpdatedAt: d.PublishedAt}})
			}
			tellings[at].Articles = append(tellings[at].Articles, d.Article)
			tellings[at].Story.Articles++
		}
		threads := map[news.ThreadID][]string{}
		for _, l := range thread.New(thread.Options{}).Link(tellings, nil).Stories {
			if l.Thread != 0 {
				threads[l.Thread] = append(threads[l.Thread], names[l.Story-1])
			}
		}
		t.Logf("%s: %d events, %d threads: %v", set, len(tellings), len(threads), threads)
	}
}
