package date_test

import (
	"strings"
	"testing"
	"time"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/text"
)

// article is 3.5 kB of invented news, with an expression of time every second sentence.
var article = strings.Repeat(`The harbour council of Port Selwyn voted on Tuesday to close the old quay by 1 March 2025, two years after a storm tore away its landing stage. “We had no choice,” said Nils Averdale, who has run the harbour since 2011. Work on the new ferry terminal will begin next week and is expected to take eighteen months. In November the council had asked for another $3.5 million, a third more than it paid last year.

Dockers met at 3:30 p.m. on Friday to talk about the plan. Their union said that it would answer before the end of the month. The last ferry to Osk sailed in the summer of 1998; since then travellers have gone by the bridge, which carries 12,000 cars a day.

`, 5)

func BenchmarkFind(b *testing.B) {
	p := text.Read(article)
	at := time.Date(2024, 11, 29, 12, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		date.Find(p, "en", at)
	}
}

func BenchmarkFindGerman(b *testing.B) {
	p := text.Read(strings.Repeat("Der Hafenrat von Port Selwyn hat am Dienstag beschlossen, den alten Kai bis zum 1. März 2025 zu schließen. Vor zwei Jahren hatte ein Sturm die Landungsbrücke zerstört. Die Arbeit beginnt nächste Woche und dauert achtzehn Monate. ", 15))
	b.ReportAllocs()
	b.SetBytes(int64(len(p.Text)))
	for b.Loop() {
		date.Events(p, "de", published, date.Find(p, "de", published))
	}
}

func BenchmarkEvents(b *testing.B) {
	p := text.Read(article)
	at := time.Date(2024, 11, 29, 12, 0, 0, 0, time.UTC)
	dates := date.Find(p, "en", at)
	b.ReportAllocs()
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		date.Events(p, "en", at, dates)
	}
}
