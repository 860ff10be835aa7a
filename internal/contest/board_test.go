package contest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/contest"

	"github.com/google/go-cmp/cmp"
)

// events are four events, in sentences of which each teller leaves one out.
var events = []struct {
	headline  string
	sentences []string
}{
	{"Ferry to Osk sails again", []string{
		"The ferry between Harrowgate Sound and Osk sailed again on Friday.", "Eleven days ago a storm had torn away its landing stage at Harrowgate Sound.",
		"Harbour master Nils Averdale thanked the divers who repaired the ferry's landing stage.", "Osk had been without a ferry since the storm, and shops ran out of flour.",
	}},
	{"Lindenfell pupils win the river prize", []string{
		"Pupils from Lindenfell have measured the Tamsel every morning for one year.", "A jury gave the Lindenfell pupils its prize for the science of rivers.",
		"Their teacher Ruth Amsel said measuring the Tamsel taught them patience.", "The river prize is worth two thousand crowns, which buys a microscope for Lindenfell.",
	}},
	{"Selwyn bank raises interest rate", []string{
		"Selwyn's central bank raised its interest rate to four percent.", "Governor Ida Kessler explained that inflation would not fall unless the rate rose.",
		"Markets had expected the central bank to wait; bond prices slipped.", "Borrowers with mortgages will pay more when the interest rate changes, Kessler admitted.",
	}},
	{"Striker Teo Lund beats Marrow in cup final", []string{
		"Two late goals by Teo Lund decided the cup final against Marrow.", "Nine thousand spectators filled the stadium to watch striker Lund.",
		"Marrow's goalkeeper had stopped a penalty before Lund scored.", "Coach Per Stadd called the cup final his team's finest match.",
	}},
}

// told is a page about an event as a site of a number tells it.
func told(name string, site, event, minutes int) contest.Page {
	e := events[event]
	var sentences []string
	for i := range e.sentences {
		if i != site%len(e.sentences) {
			sentences = append(sentences, e.sentences[(i+site)%len(e.sentences)])
		}
	}
	return page(name, fmt.Sprint("site", site), "en", minutes, e.headline, strings.Join(sentences, " "))
}

func TestAnswersAreTheContests(t *testing.T) {
	t.Parallel()
	pages := []contest.Page{
		told("a.html", 1, 0, 10), told("b.html", 2, 0, 20), told("c.html", 3, 0, 30), told("d.html", 1, 1, 15), told("e.html", 2, 2, 25),
		page("f.html", "gull", "fr", 5, "Le bac d'Osk", "Le bac d'Osk navigue de nouveau."),
		page("g.html", "gull", "", 5, "???", "???"),
		page("h.html", "gull", "en", 5, "Your stars this week", "The moon is kind to you."),
	}
	pages[3].Category, pages[4].Category, pages[7].News = contest.Science, contest.Economy, false
	if diff := cmp.Diff([]contest.Spoken{{"en", []string{"a.html", "b.html", "c.html", "d.html", "e.html", "h.html"}}, {"fr", []string{"f.html"}}, {"und", []string{"g.html"}}}, contest.InLanguages(pages)); diff != "" {
		t.Errorf("languages: %s", diff)
	}
	if diff := cmp.Diff([]string{"a.html", "b.html", "c.html", "d.html", "e.html"}, contest.News(pages).Articles); diff != "" {
		t.Errorf("news: %s", diff)
	}
	categories := contest.InCategories(pages)
	if len(categories) != 7 || !slices.Equal(categories[0].Articles, []string{"a.html", "b.html", "c.html"}) || !slices.Equal(categories[1].Articles, []string{"e.html"}) || categories[6].Articles == nil {
		t.Errorf("categories: %+v", categories)
	}
	threads := contest.Threads(pages)
	if len(threads) != 3 || len(threads[0].Articles) != 3 || !strings.HasPrefix(threads[0].Title, events[0].headline) || threads[0].Category != "" {
		t.Errorf("threads: %+v", threads)
	}
	top := contest.Top(pages)
	if len(top) != 8 || top[0].Category != contest.Any || len(top[0].Threads) != 3 || len(top[1].Threads) != 1 || top[2].Threads[0].Category != contest.Economy {
		t.Errorf("top: %+v", top)
	}
	slices.Reverse(pages)
	if diff := cmp.Diff(threads, contest.Threads(pages)); diff != "" {
		t.Errorf("another order of the files, other threads: %s", diff)
	}
}

func TestTimeIsThatOfTheNewestPage(t *testing.T) {
	t.Parallel()
	b := contest.NewBoard()
	names := func(q contest.Question) (names []string) {
		for _, thread := range b.Threads(q) {
			names = append(names, thread.Articles...)
		}
		slices.Sort(names)
		return names
	}
	check := func(what string, got, want []string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	b.Put(told("old.html", 1, 0, 0), 2*time.Hour)
	b.Put(told("new.html", 2, 1, 60), time.Hour)
	check("all", names(contest.Question{}), []string{"new.html", "old.html"})
	check("within the hour", names(contest.Question{Period: time.Hour}), []string{"new.html", "old.html"})
	check("within the last half", names(contest.Question{Period: 30 * time.Minute}), []string{"new.html"})
	check("Russian", names(contest.Question{Language: "ru"}), nil)
	check("of economy", names(contest.Question{Category: contest.Economy}), nil)

	if _, gone := b.Put(told("newer.html", 3, 2, 119), 0); gone != nil {
		t.Errorf("a minute too early: %v have gone", gone)
	}
	_, gone := b.Put(told("newest.html", 3, 3, 120), 0) // two hours: time is up for both
	slices.Sort(gone)
	check("gone", gone, []string{"new.html", "old.html"})
	if replaced, _ := b.Put(told("old.html", 1, 0, 0), 2*time.Hour); replaced || b.Has("old.html") {
		t.Error("a page whose time is up is there")
	}
	if replaced, _ := b.Put(told("newer.html", 3, 0, 119), time.Minute); !replaced || b.Has("newer.html") {
		t.Error("a page was put again and has outlived its new time: it must go, and count as one that was there")
	}
	if !b.Delete("newest.html") || b.Delete("newest.html") || b.Len() != 0 {
		t.Errorf("deleting goes wrong, %d pages left", b.Len())
	}
	if threads := b.Threads(contest.Question{}); threads == nil || len(threads) != 0 {
		t.Errorf("of nothing: %v", threads)
	}
}

// TestBoardKeepsItsPages puts, changes and deletes at random: at any time each page of news that is there is in exactly
// one thread, and no other is.
func TestBoardKeepsItsPages(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 1))
	b := contest.NewBoard()
	there := map[string]time.Time{} // when its time is up
	published := map[string]time.Time{}
	for i := range 3000 {
		name := fmt.Sprint(chance.IntN(400), ".html")
		if chance.IntN(4) == 0 {
			_, was := there[name]
			if got := b.Delete(name); got != was {
				t.Fatalf("deleting %s: got %v, want %v", name, got, was)
			}
			delete(there, name)
			delete(published, name)
			continue
		}
		p := told(name, chance.IntN(9), chance.IntN(len(events)), i/3+chance.IntN(60))
		life := time.Duration(1+chance.IntN(600)) * time.Minute
		p.News = chance.IntN(5) > 0
		_, was := there[name]
		replaced, _ := b.Put(p, life)
		if replaced != was {
			t.Fatalf("putting %s: replaced %v, want %v", name, replaced, was)
		}
		there[name], published[name] = p.Article.PublishedAt.Add(life), p.Article.PublishedAt
		var now time.Time
		for _, at := range published {
			if at.After(now) {
				now = at
			}
		}
		for other, until := range there {
			if !until.After(now) {
				delete(there, other)
				delete(published, other)
			}
		}
		if !p.News {
			b.Delete(name) // so that what is there is news
			delete(there, name)
			delete(published, name)
		}
		if i%100 == 0 {
			checkThreads(t, b, there)
		}
	}
	checkThreads(t, b, there)
}

func checkThreads(t *testing.T, b *contest.Board, there map[string]time.Time) {
	t.Helper()
	if b.Len() != len(there) {
		t.Fatalf("%d pages are there, want %d", b.Len(), len(there))
	}
	seen := map[string]bool{}
	for _, thread := range b.Threads(contest.Question{}) {
		for _, name := range thread.Articles {
			if _, ok := there[name]; !ok || seen[name] {
				t.Fatalf("%s is in a thread (there: %v, in another one too: %v)", name, ok, seen[name])
			}
			seen[name] = true
		}
	}
	for name := range there {
		if !seen[name] {
			t.Fatalf("%s is in no thread", name)
		}
	}
}
