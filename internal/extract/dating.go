package extract

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// When an article was published is told by its head and by the line under its headline. The head knows the time and the
// zone, the line is what its publisher wants readers to take for the date: of an old guide that was written anew it is
// another one. Both are asked; see [draft.dates].

// claim is a date with the place it comes from.
type claim struct {
	moment
	clue  string
	label label
	at    int // leaf, for what is shown
}

// label is what a date is said to be the date of.
type label uint8

const (
	labelNone label = iota
	labelPublished
	labelUpdated
)

const (
	sameDate   = 26 * time.Hour // dates nearer than this may be one day in two zones
	shownAbove = 6              // leaves above the headline that are looked at
	shownBelow = 25             // and below it
	maxDated   = 160            // bytes of a line that shows a date
)

// publishedNames are the names under which heads give the publication time, the surest first.
var publishedNames = []string{
	"article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date", "sailthru.date",
	"dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "publish-date", "publishdate", "publish_date", "publication_date",
	"publicationdate", "pubdate", "pub_date", "article.published", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "date.created",
	"originalpublicationdate", "ptime", "datecreated", "issued", "dc.date", "dc.date.created", "citation_publication_date", "citation_date",
	"og:published_time", "article_date_original", "date", "bt:pubdate", "created", "article.created", "rnews:datepublished", "vr:published_time",
}

var modifiedNames = []string{
	"article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "article:updated",
	"article:updated_time", "og:article:modified_time", "modified", "article.updated", "date.updated", "cxenseparse:recs:articletime",
	"dc.date.modified", "last_updated", "updated", "revision_date",
}

// dates takes the publication and the update time from the surest evidence.
func (d *draft) dates() {
	var published, modified claim
	if d.told {
		published, modified = d.claimedDates()
	}
	shown, revised := d.shownDates()
	switch {
	case published.t.IsZero():
		published = d.undated(shown, revised, modified)
	case !shown.t.IsZero():
		published = d.settle(published, shown)
	}
	if modified.t.IsZero() {
		modified = revised
	}
	if limit := d.at.Now.Add(48 * time.Hour); !d.at.Now.IsZero() && published.t.After(limit) {
		published = claim{}
	}
	d.PublishedAt, d.DateOnly = published.t, published.dateOnly
	d.Clues.Published = published.clue
	if published.zone != "" && !published.dateOnly {
		d.Clues.Zone = published.t.Format("-07:00")
	}
	if modified.t.After(published.t) {
		d.UpdatedAt, d.Clues.Updated = modified.t, modified.clue
	}
}

// claimedDates are the times that the head gives.
func (d *draft) claimedDates() (published, modified claim) {
	published.take(d.ld.published, "JSON-LD datePublished", d.monthFirst())
	d.page.evidence.takeDates(&published, publishedNames, d.monthFirst())
	if published.t.IsZero() {
		d.page.evidence.takeDates(&published, d.page.evidence.unknownNames(), d.monthFirst())
	}
	modified.take(d.ld.modified, "JSON-LD dateModified", d.monthFirst())
	d.page.evidence.takeDates(&modified, modifiedNames, d.monthFirst())
	return published, modified
}

func (e *evidence) takeDates(c *claim, names []string, monthFirst bool) {
	for _, name := range names {
		if value := e.meta[name]; value != "" {
			c.take(value, "meta "+name, monthFirst)
		}
	}
}

// unknownNames are the names of meta tags that sound like a publication time and are not in the list.
func (e *evidence) unknownNames() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(e.meta)) {
		if strings.Contains(name, "publish") && !strings.Contains(name, "publisher") || strings.Contains(name, "pubdate") || strings.Contains(name, "release_date") {
			names = append(names, name)
		}
	}
	return names
}

// take accepts a date when there is none yet, or when it is the exact time of the same day.
func (c *claim) take(value, clue string, monthFirst bool) {
	if value == "" || (!c.t.IsZero() && !c.dateOnly) {
		return
	}
	m, found := readMoment(value, monthFirst)
	if !found {
		return
	}
	if c.t.IsZero() || (c.dateOnly && !m.dateOnly && sameDay(c.t, m.t)) {
		c.moment, c.clue = m, clue
	}
}

func sameDay(a, b time.Time) bool { return a.Year() == b.Year() && a.YearDay() == b.YearDay() }

// undated finds the publication time of a page whose head gives none.
func (d *draft) undated(shown, revised, modified claim) claim {
	if !shown.t.IsZero() {
		return shown
	}
	var found claim
	if d.told {
		if s := d.page.evidence.story(); s != nil {
			found.take(s.published, "embedded JSON", false)
		}
		found.take(addressDate(firstOf(d.CanonicalURL, d.at.URL)), "address", false)
	}
	if found.t.IsZero() {
		found = d.relativeDate()
	}
	if found.t.IsZero() {
		found = revised
	}
	if times := d.page.evidence.times; found.t.IsZero() && d.told && len(times) > 0 {
		found = claim{moment: times[0].moment, clue: "time element"}
	}
	if found.t.IsZero() && d.told {
		found = d.dateBelow()
	}
	if found.t.IsZero() {
		found = modified
	}
	return found
}

// settle makes one date of what the head claims and what the page shows.
func (d *draft) settle(claimed, shown claim) claim {
	apart := shown.t.Sub(claimed.t).Abs()
	if apart > sameDate || claimed.dateOnly && !sameDay(claimed.t, shown.t) {
		if shown.at < d.seg.headline && shown.label == labelNone {
			return claimed // above the headline it may be today's date or another's
		}
		return shown
	}
	switch {
	case claimed.dateOnly && !shown.dateOnly:
		return shown
	case claimed.dateOnly, claimed.zone != "" && !zeroZone(claimed.zone) && sameDay(claimed.t, shown.t):
		return claimed
	case !shown.dateOnly && shown.zone != "" && apart < 2*time.Minute:
		claimed.t, claimed.zone = claimed.t.In(shown.t.Location()), shown.zone
	case !shown.dateOnly && shown.zone == "": // the clock on the wall tells the zone
		wall := shown.t.Sub(claimed.t).Truncate(time.Minute)
		if offset := wall.Round(15 * time.Minute); offset != 0 && offset.Abs() <= 14*time.Hour && (wall-offset).Abs() <= time.Minute {
			claimed.t = claimed.t.In(time.FixedZone("", int(offset.Seconds())))
			claimed.zone = claimed.t.Format("-07:00")
		}
	case !sameDay(claimed.t, shown.t):
		for _, other := range d.page.evidence.times { // another date of the page tells the zone
			if local := claimed.t.In(other.t.Location()); !other.dateOnly && sameDay(local, shown.t) {
				claimed.t, claimed.zone = local, other.zone
				break
			}
		}
	}
	return claimed
}

// monthFirst reports whether the page writes dates in the American order: it is in English, of America or of nowhere else.
func (d *draft) monthFirst() bool {
	lang := strings.ToLower(strings.ReplaceAll(firstOf(d.page.evidence.lang, d.page.evidence.first("og:locale")), "_", "-"))
	if lang == "en" || lang == "" {
		lang = strings.ToLower(strings.ReplaceAll(firstOf(d.page.evidence.first("og:locale"), lang), "_", "-"))
	}
	if strings.HasPrefix(lang, "en-us") {
		return !foreign(d.at.URL)
	}
	return lang == "en" && !foreign(d.at.URL)
}

// foreign reports whether an address belongs to a country where English is written and the day comes first.
func foreign(address string) bool {
	_, after, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(after, "/")
	for _, end := range []string{".uk", ".au", ".nz", ".ie", ".za", ".in", ".ng", ".ke", ".sg", ".pk", ".bd", ".lk", ".gh", ".hk", ".my", ".eu", ".de", ".fr"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return false
}

// addressDate is the day that an address such as /2024/01/30/ or /2024-01-30-the-dam names.
func addressDate(address string) string {
	_, after, _ := strings.Cut(address, "://")
	parts := strings.Split(after, "/")
	for i := 1; i < len(parts); i++ {
		if i+2 < len(parts) && len(parts[i]) == 4 && len(parts[i+1]) <= 2 && len(parts[i+2]) <= 2 && digitsOnly(parts[i]+parts[i+1]+parts[i+2]) {
			return parts[i] + "-" + parts[i+1] + "-" + parts[i+2]
		}
		if p := parts[i]; len(p) >= 10 && p[4] == '-' && p[7] == '-' && digitsOnly(p[:4]+p[5:7]+p[8:10]) && (len(p) == 10 || p[10] < '0' || p[10] > '9') {
			return p[:10]
		}
		if p := parts[i]; len(p) == 8 && digitsOnly(p) && (p[:2] == "20" || p[:2] == "19") {
			return p
		}
	}
	return ""
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
