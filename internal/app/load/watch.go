package main

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// watch looks, as a reader would, when articles appear in the list of the newest, and asks the database when they are in a
// story.
type watch struct {
	store     *store.Store
	site      string
	publisher *publisher

	page    map[news.ArticleID]time.Time // first met in the list
	article map[int]news.ArticleID       // of a text
	story   map[int]time.Time            // first met in a story
}

// lookEvery is how exactly the times are known.
const lookEvery = 250 * time.Millisecond

func (w *watch) run(ctx context.Context) error {
	again := time.NewTicker(lookEvery)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
		if err := w.look(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

var articleLink = regexp.MustCompile(`href="/article/(\d+)`)

func (w *watch) look(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.site+"/latest", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close() // read to its end
	if err != nil {
		return err
	}
	now := time.Now()
	for _, link := range articleLink.FindAllSubmatch(body, -1) {
		id, _ := strconv.ParseInt(string(link[1]), 10, 64) // digits
		if _, met := w.page[news.ArticleID(id)]; !met {
			w.page[news.ArticleID(id)] = now
		}
	}
	for after, pages := "", 0; pages < 5; pages++ {
		articles, next, err := w.store.Latest(ctx, news.Filter{Limit: news.MaxLimit, After: after})
		if err != nil {
			return err
		}
		for _, a := range articles {
			w.meet(a, time.Now())
		}
		if after = next; next == "" {
			break
		}
	}
	return nil
}

// meet notes an article of the publisher.
func (w *watch) meet(a news.Article, now time.Time) {
	host, path, _ := strings.Cut(strings.TrimPrefix(a.URL, "http://"), "/")
	_, page, _ := strings.Cut(path, "/")
	n, err := strconv.Atoi(strings.TrimSuffix(page, ".html"))
	if err != nil || !strings.HasSuffix(host, ":"+w.publisher.port) {
		return
	}
	w.article[n] = a.ID
	if _, met := w.story[n]; !met && a.StoryID != 0 {
		w.story[n] = now
	}
}

// sum tells how long it took, for what was published between two times.
func (w *watch) sum(r *riverResult, from, until time.Time) {
	var toPage, toStory []float64
	for n := range w.publisher.texts {
		at := w.publisher.at(n)
		if at.Before(from) || !at.Before(until) {
			continue
		}
		if page, met := w.page[w.article[n]]; met {
			toPage = append(toPage, page.Sub(at).Seconds())
		} else {
			r.Unseen++
		}
		if story, met := w.story[n]; met {
			toStory = append(toStory, story.Sub(at).Seconds())
		}
	}
	r.ToPage, r.ToStory = spread(toPage), spread(toStory)
}

func spread(all []float64) seconds {
	if len(all) == 0 {
		return seconds{}
	}
	slices.Sort(all)
	at := func(share float64) float64 { return all[int(share*float64(len(all)-1))] }
	return seconds{len(all), at(.5), at(.99)}
}
