package enrich_test

import (
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/enrich"
)

// BenchmarkFactsOf reads the English articles of the demo press: articles/s is the figure.
func BenchmarkFactsOf(b *testing.B) {
	press, err := demo.New(demo.Options{Now: time.Date(2031, 5, 17, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		b.Fatal(err)
	}
	type article struct{ text, headline string }
	var articles []article
	bytes := 0
	for _, item := range press.Articles() {
		if text := item.Text(); item.Language == "en" && len(text) > 1000 {
			articles = append(articles, article{text, item.Headline})
			bytes += len(text)
		}
	}
	published := time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC)
	enrich.FactsOf(articles[0].text, articles[0].headline, "en", published) // weights are loaded once
	b.SetBytes(int64(bytes / len(articles)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		a := articles[i%len(articles)]
		enrich.FactsOf(a.text, a.headline, "en", published)
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
