package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// frontReader is what the front page reads: eight statements for a full one, on a busy day one more for pinned stories and for each section
// that would be left out.
type frontReader interface {
	pastReader
	Stories(ctx context.Context, f news.Filter) (stories []news.Story, next string, err error)
	StoryArticles(ctx context.Context, id news.StoryID) ([]news.Article, error)
	Pinned(ctx context.Context, e news.Edition, now time.Time) ([]news.Story, error)
	Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error)
	Languages(ctx context.Context) ([]news.LanguageCount, error)
	Counts(ctx context.Context) (news.Counts, error)
	Backlogs(ctx context.Context, now time.Time) ([]news.Backlog, error)
}

// How much a front page holds. It ends.
const (
	maxAngles   = 3 // beside the lead
	maxLeadKeys = 1 // sentences that tell the lead
	maxBlock    = 5 // stories in a section's block: what leads it, and as many beside that as are as high
	sparseBlock = 3 // on average; below it blocks are too short to be two columns wide
	minTrending = 3
	maxTrending = 5
	maxLatest   = 9
	maxMedia    = 4
	railQuotes  = 2 // below what trends
)

// frontView is the front page.
type frontView struct {
	frame
	Lead     *storyLine
	Keys     []keyLine     // that tell the lead
	Angles   []articleLine // other sources on the lead
	Seconds  []storyLine
	Blocks   []block
	Latest   []articleLine
	Trending []storyLine
	Past     *pastView
	Earlier  string // address of the page at the last full hour
	Media    []episodeLine
	Quotes   []sayingLine // of the day
	Shown    int          // stories on the page
	Sparse   bool         // most blocks are short: they flow in columns, or rows would be full of holes
	Mirror   bool         // the edition's language is written from right to left, and so are its columns
}

// block is a section's place on the front page.
type block struct {
	Name, URL string
	Top       storyLine
	Rest      []storyLine
	Lone      bool // it stands alone in its row
}

// Shape names what the top of the page is made of, for the style sheet: a page that comes in pieces must know its columns before they are there.
func (v *frontView) Shape() []string {
	railed, airing := len(v.Trending)+len(v.Quotes) > 0, len(v.Media) > 0
	var shape []string
	for _, part := range []struct {
		name string
		is   bool
	}{
		{"seconded", len(v.Seconds) > 0}, {"flowing", len(v.Latest) > 0}, {"railed", railed}, {"trending", len(v.Trending) > 0},
		{"sided", railed || airing}, {"plainly", v.Lead.Image == nil}, {"alone", len(v.Seconds) == 0 && !railed && !airing},
	} {
		if part.is {
			shape = append(shape, part.name)
		}
	}
	return shape
}

// fewBeside is how many stories are too few to stand beside what leads a block: they stand below it.
const fewBeside = 2

// Few reports whether the block has little.
func (b block) Few() bool { return len(b.Rest) <= fewBeside }

// gatheringView stands in for the front page while nothing has been grouped yet.
type gatheringView struct {
	frame
	Counts  news.Counts
	Waiting int
	Failing int // feeds whose last poll failed
}

func (s *Site) front(r *http.Request) (*reply, error) {
	ctx, edition := r.Context(), s.edition(r)
	at, err := s.pastHour(r)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	if !at.IsZero() {
		now = at
	}
	candidates, err := s.candidates(ctx, edition, at, now)
	if err != nil {
		return nil, err
	}
	if len(candidates) == 0 && edition == s.Edition && at.IsZero() {
		return s.gathering(r)
	}
	if candidates, err = s.ownFront(r, candidates); err != nil {
		return nil, err
	}
	page := s.Front(candidates, now, edition)
	view := &frontView{frame: s.frame(r, "")}
	view.Description = s.say(r).T("The news from the publishers chosen here, with copies folded and every source named.")
	view.follow(s.Title, "/", langQuery(r))
	view.dates(s.Title, "/", langQuery(r))
	view.Schema = s.website(r)
	view.Mirror = direction(edition.Language) == "rtl"
	s.place(r, view, page, now)
	var angles []news.Article
	if view.Broad = view.Lead != nil; view.Broad {
		if angles, view.Keys, err = s.angles(r, page.Slots, now); err != nil {
			return nil, err
		}
		view.Angles = s.articleLines(r, angles)
	}
	if at.IsZero() {
		view.Live = s.live(r, url.Values{}, view.stories())
	}
	view.Trending = s.slotLines(r, elsewhere(s.Trending(candidates, now, edition, 2*maxTrending), page), now)
	if view.Past, err = s.past(r, &view.frame, at); err != nil {
		return nil, err
	}
	if view.Past == nil { // of a past hour only what ranking laid out is known
		view.Earlier = atHour(r, now.Truncate(time.Hour))
		if err := s.rivers(r, view, edition, angles); err != nil {
			return nil, err
		}
		if view.Quotes, err = s.dayQuotes(r, edition, now); err != nil {
			return nil, err
		}
	}
	if len(view.Trending) > 0 { // a rail is no longer than what stands beside it
		view.Quotes = top(view.Quotes, railQuotes)
	}
	counts, err := s.Reader.Languages(ctx)
	if err != nil {
		return nil, err
	}
	view.Languages = languages(counts, edition.Language)
	return s.page(r, http.StatusOK, "front", view)
}

// place puts the slots of a page where the layout shows them.
func (s *Site) place(r *http.Request, view *frontView, page news.Page, now time.Time) {
	blocks := map[news.Section][]storyLine{}
	for _, slot := range page.Slots {
		line := s.slotLine(r, slot, now)
		switch {
		case slot.Place == news.PlaceLead && view.Lead == nil:
			view.Lead = &line
		case slot.Place == news.PlaceSecond:
			view.Seconds = append(view.Seconds, line)
		default:
			blocks[slot.Story.Section] = append(blocks[slot.Story.Section], line)
		}
	}
	for _, section := range sectionsOf(r) {
		lines := top(blocks[section], maxBlock)
		if len(lines) == 0 {
			continue
		}
		// The first of the two strongest that has a picture stands on top, so that most blocks have one.
		if len(lines) > 1 && lines[0].Image == nil && lines[1].Image != nil {
			lines[0], lines[1] = lines[1], lines[0]
		}
		view.Blocks = append(view.Blocks, block{Name: sectionName(section), URL: sectionPath(section), Top: lines[0], Rest: lines[1:]})
		view.Shown += len(lines)
	}
	if n := len(view.Blocks); n%2 == 1 {
		view.Blocks[n-1].Lone = true
	}
	view.Sparse = view.Shown < sparseBlock*len(view.Blocks)
	view.Shown += len(view.Seconds)
	if view.Lead != nil {
		view.Shown++
	}
}

// elsewhere leaves out the stories that lead the page already, because nothing is gained by reading them twice; but
// a list of one or two would look as if little happened, so it then takes the fastest of those too.
func elsewhere(slots []news.Slot, page news.Page) []news.Slot {
	atTop := map[news.StoryID]bool{}
	for _, slot := range page.Slots {
		atTop[slot.Story.ID] = slot.Place == news.PlaceLead || slot.Place == news.PlaceSecond
	}
	others := 0
	for _, slot := range slots {
		if !atTop[slot.Story.ID] {
			others++
		}
	}
	again := 0
	if len(slots) >= minTrending {
		again = minTrending - others
	}
	return top(slices.DeleteFunc(slots, func(slot news.Slot) bool {
		if !atTop[slot.Story.ID] {
			return false
		}
		again--
		return again < 0
	}), maxTrending)
}

// angles are what other sources made of the lead by that time: texts of their own, each from another source; and sentences that tell
// it.
func (s *Site) angles(r *http.Request, slots []news.Slot, now time.Time) ([]news.Article, []keyLine, error) {
	at := slices.IndexFunc(slots, func(slot news.Slot) bool { return slot.Place == news.PlaceLead })
	lead := slots[at].Story
	articles, err := s.Reader.StoryArticles(r.Context(), lead.ID)
	if err != nil {
		return nil, nil, err
	}
	if articles, err = s.unmutedArticles(r, articles); err != nil {
		return nil, nil, err
	}
	seen := map[news.SourceID]bool{lead.LeadSource: true}
	headlines := map[string]bool{lead.Headline: true}
	var others []news.Article
	for _, a := range slices.Backward(articles) { // newest first
		if len(others) == maxAngles {
			break
		}
		if a.Copy() || a.Time().After(now) || seen[a.SourceID] || headlines[a.Headline] || a.Language != lead.Language {
			continue
		}
		seen[a.SourceID], headlines[a.Headline] = true, true
		others = append(others, a)
	}
	return others, top(s.keyLines(r, lead, articles), maxLeadKeys), nil
}

// rivers fills the newest to hear and to watch, and the latest articles that stand nowhere above.
func (s *Site) rivers(r *http.Request, view *frontView, edition news.Edition, shown []news.Article) error {
	shows := func(a news.Article) bool {
		return slices.ContainsFunc(shown, func(b news.Article) bool { return a.ID == b.ID })
	}
	media, err := s.newestMedia(r, edition, maxMedia+maxAngles)
	if err != nil {
		return err
	}
	media = top(slices.DeleteFunc(media, shows), maxMedia)
	if view.Media, err = s.episodeLines(r, media); err != nil {
		return err
	}
	shown = append(shown, media...)
	latest, _, err := s.Reader.Latest(r.Context(), news.Filter{Edition: edition, Limit: 4 * maxLatest})
	if err != nil {
		return err
	}
	if latest, err = s.unmutedArticles(r, latest); err != nil {
		return err
	}
	latest = slices.DeleteFunc(latest, func(a news.Article) bool { return a.Copy() || shows(a) })
	view.Latest = s.articleLines(r, top(latest, maxLatest))
	return nil
}

// gathering says what is happening until there is a front page, or shows newcomers in.
func (s *Site) gathering(r *http.Request) (*reply, error) {
	counts, err := s.Reader.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	if counts.Feeds == 0 && counts.Articles == 0 {
		return redirect(http.StatusSeeOther, "/welcome"), nil
	}
	// What waits is measured against the clock by which work is done, which the time of the news may not be.
	backlogs, err := s.Reader.Backlogs(r.Context(), time.Now())
	if err != nil {
		return nil, err
	}
	view := &gatheringView{frame: s.frame(r, ""), Counts: counts}
	view.Refresh = 2
	for _, b := range backlogs {
		view.Waiting += b.Waiting
	}
	states, err := s.Reader.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	for _, state := range states {
		for _, f := range state.Feeds {
			if f.Failures > 0 {
				view.Failing++
			}
		}
	}
	answer, err := s.page(r, http.StatusOK, "gathering", view)
	if err != nil {
		return nil, err
	}
	answer.fresh = true
	return answer, nil
}

// top is the first n of a list.
func top[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// langQuery is the part of a query that chooses a language, for the feeds of a page.
func langQuery(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang == everyLanguage || languageTag(lang) {
		return "lang=" + lang
	}
	return ""
}
