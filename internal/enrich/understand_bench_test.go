package enrich_test

import (
	"runtime"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
)

// BenchmarkFactsOf understands the English articles of the demo press, which are shorter than most news.
func BenchmarkFactsOf(b *testing.B) {
	press, err := demo.New(demo.Options{Now: time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		b.Fatal(err)
	}
	var items []demo.Item
	var texts []string
	bytes := 0
	for _, item := range press.Articles() {
		if item.Language == "en" {
			items, texts = append(items, item), append(texts, item.Text())
			bytes += len(item.Text())
		}
	}
	enrich.FactsOf(texts[0], "", "en", time.Time{}) // what is read once
	b.ReportAllocs()
	b.SetBytes(int64(bytes / len(texts)))
	i := 0
	for b.Loop() {
		enrich.FactsOf(texts[i%len(texts)], items[i%len(texts)].Headline, "en", items[i%len(texts)].PublishedAt)
		i++
	}
	b.ReportMetric(float64(i)/b.Elapsed().Seconds(), "articles/s")
}

// TestEmbeddedDataFits holds how much memory all that is known of languages takes once it is unpacked.
func TestEmbeddedDataFits(t *testing.T) {
	const most = 60 << 20
	for language, body := range map[string]string{
		"en": "“We won,” Ana Brandt, mayor of Velland, told reporters on Tuesday. Three people died.",
		"de": "„Wir haben gewonnen“, sagte Ana Brandt am Dienstag in Velland. Drei Menschen starben.",
		"fr": "« Nous avons gagné », a déclaré Ana Brandt mardi à Velland. Trois personnes sont mortes.",
		"es": "«Hemos ganado», dijo Ana Brandt el martes en Velland. Murieron tres personas.",
		"it": "«Abbiamo vinto», ha detto Ana Brandt martedì a Velland. Tre persone sono morte.",
		"pt": "“Ganhámos”, disse Ana Brandt na terça-feira em Velland. Três pessoas morreram.",
		"ru": "«Мы победили», — сказала Ана Брандт во вторник в Велланде. Погибли три человека.",
	} {
		facts := enrich.FactsOf(body, body, language, time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC))
		if len(facts.Mentions) == 0 || len(facts.Keys) == 0 {
			t.Errorf("%q: nothing is understood", language)
		}
		if got := enrich.Enrich(news.Article{Headline: body}, enrich.Hint{}).Language; got != language {
			t.Errorf("%q is taken for %q", language, got)
		}
	}
	var memory runtime.MemStats
	for range 2 { // pools keep what they hold over one collection
		runtime.GC()
	}
	runtime.ReadMemStats(&memory)
	t.Logf("%.1f MB", float64(memory.HeapAlloc)/(1<<20))
	if memory.HeapAlloc > most {
		t.Errorf("%d bytes are in use, want %d or fewer", memory.HeapAlloc, most)
	}
}
