package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// crowded is what a report of usual length says: twelve whom it names, of whom half are known from other reports, and
// eight quotes, of which each fourth is in another report too.
func crowded(a news.Article, i int) (f news.Facts, l news.Ledger) {
	f = news.Facts{Article: a.ID, Text: news.TextKey(a.Text()), Phrases: []string{"dam talks", "Osk"}}
	for j := range 12 {
		n := 12*i + j
		if j%2 == 0 {
			n = (7*i + j) % 200
		}
		name := fmt.Sprintf("Ines Halloran-%d", n)
		id := news.EntityID(1 + n)
		f.Actors = append(f.Actors, news.Actor{Kind: news.EntityPerson, Name: name, Forms: []string{name, fmt.Sprint("Halloran-", n)}, Role: "harbour master", Country: "VM", Mentions: 3, First: 40 * j})
		for k := range 3 {
			f.Mentions = append(f.Mentions, news.Mention{Range: news.Range{Start: 300*j + 100*k, End: 300*j + 100*k + 20}, Kind: news.EntityPerson, Actor: j})
		}
		l.Entities = append(l.Entities, news.Profile{Entity: news.Entity{ID: id, Kind: news.EntityPerson, Name: name, Role: "harbour master", Language: "en", FirstSeenAt: a.Time(), UpdatedAt: a.Time()},
			Memory: noise(n, 150), Keys: []string{name, fmt.Sprint("Halloran-", n)}})
		l.Named = append(l.Named, news.Naming{Article: a.ID, Actor: j, Entity: id})
	}
	for j := range 8 {
		n := 8*i + j
		if j%4 == 0 {
			n = 8 * (i / 3)
		}
		at := news.Range{Start: 400 * j, End: 400*j + 120}
		f.Quotes = append(f.Quotes, news.Quote{Range: at, Parts: []news.Range{at}, Direct: j%2 == 0, Actor: j, Likely: .9})
		text := fmt.Sprintf("The river number %d will rise again and nobody in the town of Osk has said yet who is to mend the dam before the winter.", n)
		l.Sayings = append(l.Sayings, news.Saying{ID: news.SayingID(1 + n), Direct: j%2 == 0, Text: text, Speaker: l.Entities[j].ID, SpokenBy: "Ines Halloran", Likely: .9, FirstAt: a.Time()})
		c := news.Carrying{Article: a.ID, Quote: j, Saying: news.SayingID(1 + n), Text: text}
		for k := range 8 {
			c.Keys = append(c.Keys, news.TextKey(fmt.Sprint(n, k)))
		}
		l.Carried = append(l.Carried, c)
	}
	l.Facts = []news.Facts{f}
	return f, l
}

// BenchmarkSaveLedger saves batches of 64 articles; its unit is an article.
func BenchmarkSaveLedger(b *testing.B) {
	for name, open := range engines() {
		b.Run(name, func(b *testing.B) {
			s := open(b)
			ctx := context.Background()
			made := articles(b, s, "a.example", 1024)
			var g news.Grouping
			for _, a := range made {
				g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: 1, Family: a.ID})
			}
			group(b, s, g)
			term := must(s.AcquireLease(ctx, "ledger", "me", noon, noon.Add(time.Hour)))(b)
			const batch = 64
			b.ResetTimer()
			for n := 0; n < b.N; n += batch {
				b.StopTimer()
				unread := must(s.ClaimUnread(ctx, batch, 3))(b)
				if len(unread) < batch {
					b.Skip("all articles are read")
				}
				l := news.Ledger{Claimed: map[news.ArticleID]int64{}, Version: 3}
				for _, u := range unread {
					_, one := crowded(u.Article, int(u.ID))
					l.Facts, l.Entities, l.Named = append(l.Facts, one.Facts...), append(l.Entities, one.Entities...), append(l.Named, one.Named...)
					l.Sayings, l.Carried, l.Claimed[u.ID] = append(l.Sayings, one.Sayings...), append(l.Carried, one.Carried...), u.Key
				}
				b.StartTimer()
				check(b, s.SaveLedger(ctx, "me", term, l, noon))
			}
		})
	}
}
