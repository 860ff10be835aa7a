package story

import (
	"cmp"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const summaryWords = 45

// item is what the window keeps of an article.
type item struct {
	id        news.ArticleID
	source    news.SourceID
	country   string  // of the source
	weight    float64 // of the source
	lang      string
	at        time.Time
	features  []feature // by rising key
	lengths   [lengthCount]float32
	beyond    [lengthCount]float32 // what the features that were not kept made them longer by; 0: nothing
	words     int                  // that were read
	text      fingerprint
	slot      int32    // where the graph holds it; -1: nowhere
	heldUnder []uint32 // words under which the graph finds it
	spent     bool     // its features were dropped, see Window.spend
	centre    float64

	ties   []tie // to other articles
	levels levels

	story  news.StoryID
	family news.ArticleID
	wasIn  news.StoryID // before it was placed
	left   news.StoryID // where an earlier reading was

	arrival  int
	headline string
	summary  string
	section  news.Section
	notNews  bool
	image    news.Image
	merit    float64 // as the lead of a story, by its form alone
	told     told

	banded bool // the families find it by its sketch
	round  int  // of the search that last found it, see families.find
	shared int  // smallest shingles shared in that search

	seen  int     // round of the graph's search that last found it
	votes float32 // in that search
}

func byTime(a, b *item) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }

// readAll makes items of articles, on all cores.
func readAll(articles []news.Article) []*item {
	items := make([]*item, len(articles))
	var next atomic.Int64
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(articles)) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(articles); i = int(next.Add(1)) - 1 {
				items[i] = read(&articles[i])
			}
		})
	}
	work.Wait()
	return items
}

// read makes an item of an article.
func read(a *news.Article) *item {
	body := a.Text()
	it := &item{
		id: a.ID, source: a.SourceID, country: a.Country, weight: a.Weight, lang: a.Language, at: a.Time(), headline: a.Headline,
		section: a.Section, notNews: a.NotNews, image: a.Image, summary: summary(a, body), merit: merit(a, body), slot: -1,
	}
	it.told = tell(a, body)
	terms := text.Terms(text.Prefix(body, maxFamilyBytes))
	it.text = fingerprintOf(terms)
	if len(terms) < maxWords/10 && a.Summary != "" {
		terms = append(text.Terms(a.Summary), terms...)
	}
	terms = terms[:min(len(terms), maxWords)]
	it.words = len(terms)
	headline := a.Headline
	if headline == "" {
		headline = firstLine(body)
	}
	headline = text.Prefix(headline, maxHeadline)
	it.features = featuresOf(a, text.Terms(headline), terms, text.Prefix(body, maxWords*8))
	return it
}

// firstLine stands for a headline that is missing.
func firstLine(body string) string {
	for i := range body {
		if body[i] == '\n' {
			return body[:i]
		}
	}
	return body
}
