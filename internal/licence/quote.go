package licence

import "nutgraf/internal/news"

// Quota counts what one page, or one answer, quotes of each article, so that many quotations of one never add up to its text:
// where an excerpt is granted, together they are no longer than one. It may be used again for the same page only.
type Quota struct {
	used map[news.ArticleID]int // words
}

// Take cuts words of an article that are quoted by themselves; "" when they may not be shown, or not these too.
func (q *Quota) Take(g Grant, article news.ArticleID, quoted string) string {
	quoted = g.Key(quoted)
	if g.View >= Full || quoted == "" {
		return quoted
	}
	if n := words(quoted); q.used[article]+n <= excerptWords {
		if q.used == nil {
			q.used = map[news.ArticleID]int{}
		}
		q.used[article] += n
		return quoted
	}
	return ""
}

// Saying cuts an entry of the ledger of quotations: its words are those of the first of its carriers that may be quoted,
// whose index comes back. Without one it is -1, and the entry has no words. The wordings of the other carriers are left out.
func (q *Quota) Saying(s news.Saying, grant func(news.Licence) Grant) (news.Saying, int) {
	s.Text = ""
	quoted := -1
	carriers := make([]news.Carrier, len(s.Carriers))
	for i, c := range s.Carriers {
		if quoted < 0 {
			if s.Text = q.Take(grant(c.Licence), c.Article, c.Text); s.Text != "" {
				quoted = i
			}
		}
		c.Text = ""
		carriers[i] = c
	}
	s.Carriers = carriers
	return s, quoted
}
