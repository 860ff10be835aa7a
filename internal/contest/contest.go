// Package contest answers the questions of the Telegram Data Clustering Contest (2019-2020), so that what this program
// makes of news can be compared with the systems that took part: which languages, which pages are news, what they are
// about, which report the same event, and what matters most.
//
//	page ──Read──▶ Page ──Judge──▶ language, category, news ──Board──▶ threads
//
// [Read] takes a page in the contest's form; [Page.Judge] says what it is about. [Languages], [News], [Categories],
// [Threads] and [Top] give the contest's answers about a collection. A [Board] holds pages that come, change and
// go, and answers at any time; the server in the package below this one keeps one.
//
// The contest calls a story a thread and a section a category; its words stay in this room. The package is pure: the
// same pages give the same answers.
package contest

import (
	"cmp"
	"maps"
	"slices"
)

// Category is what the contest shelves news under.
type Category string

const (
	Society       Category = "society"
	Economy       Category = "economy"
	Technology    Category = "technology"
	Sports        Category = "sports"
	Entertainment Category = "entertainment"
	Science       Category = "science"
	Other         Category = "other"

	Any Category = "any" // in questions: all of them
)

// Categories lists the categories in the order in which answers have them.
func Categories() []Category {
	return []Category{Society, Economy, Technology, Sports, Entertainment, Science, Other}
}

// Judged reports whether the contest asks for news in a language: English and Russian.
func Judged(language string) bool { return language == "en" || language == "ru" }

// Spoken is the pages in one language.
type Spoken struct {
	Language string   `json:"lang_code"`
	Articles []string `json:"articles"`
}

// InLanguages tells the pages of each language, the one with most pages first; "und" is what none was found for.
func InLanguages(pages []Page) []Spoken {
	by := map[string][]string{}
	for i := range pages {
		tag := cmp.Or(pages[i].Article.Language, "und")
		by[tag] = append(by[tag], pages[i].Name)
	}
	answer := make([]Spoken, 0, len(by))
	for _, tag := range slices.Sorted(maps.Keys(by)) {
		answer = append(answer, Spoken{tag, by[tag]})
	}
	slices.SortStableFunc(answer, func(a, b Spoken) int { return cmp.Compare(len(b.Articles), len(a.Articles)) })
	return answer
}

// Reported is the pages that are news.
type Reported struct {
	Articles []string `json:"articles"`
}

// News tells the pages that are news, in the languages of the contest.
func News(pages []Page) Reported {
	answer := Reported{Articles: []string{}}
	for i := range pages {
		if pages[i].Counts() {
			answer.Articles = append(answer.Articles, pages[i].Name)
		}
	}
	return answer
}

// Shelved is the news of one category.
type Shelved struct {
	Category Category `json:"category"`
	Articles []string `json:"articles"`
}

// InCategories tells the news of each category; all are there, also those without news.
func InCategories(pages []Page) []Shelved {
	answer := make([]Shelved, 0, len(Categories()))
	for _, c := range Categories() {
		s := Shelved{c, []string{}}
		for i := range pages {
			if pages[i].Counts() && pages[i].Category == c {
				s.Articles = append(s.Articles, pages[i].Name)
			}
		}
		answer = append(answer, s)
	}
	return answer
}

// Thread is a story in the contest's words.
type Thread struct {
	Title    string   `json:"title"`
	Category Category `json:"category,omitempty"`
	Articles []string `json:"articles"` // the most relevant first
}

// Ranked is the threads of one category, the most important first.
type Ranked struct {
	Category Category `json:"category"`
	Threads  []Thread `json:"threads"`
}

// Threads groups all news: each page is in one thread. The most important thread comes first.
func Threads(pages []Page) []Thread {
	threads := gather(pages).Threads(Question{})
	for i := range threads {
		threads[i].Category = ""
	}
	return threads
}

// Top tells the threads by importance: of all categories, and of each.
func Top(pages []Page) []Ranked {
	board := gather(pages)
	answer := []Ranked{{Any, board.Threads(Question{})}}
	for _, c := range Categories() {
		answer = append(answer, Ranked{c, board.Threads(Question{Category: c})})
	}
	return answer
}

// gather puts a collection on a board as if it had come as it was published, what has no time last.
func gather(pages []Page) *Board {
	ordered := slices.Clone(pages)
	slices.SortStableFunc(ordered, func(a, b Page) int {
		x, y := a.Article.PublishedAt, b.Article.PublishedAt
		if x.IsZero() != y.IsZero() {
			return y.Compare(x)
		}
		return cmp.Or(x.Compare(y), cmp.Compare(a.Name, b.Name))
	})
	board := NewBoard()
	for i := range ordered {
		board.Put(ordered[i], 0)
	}
	return board
}
