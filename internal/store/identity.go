package store

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file decides, without the database, which of the known entries a document speaks of (ADR 13). Two mistakes are
// possible. To take one entry for two costs a page fetched in vain, and readers see it once all the same when the page
// tells its address; to take two for one loses news. So every likeness needs a second one.

// known is an entry of which the database, or an earlier document of the batch, tells.
type known struct {
	news.Entry               // with its details, once they are read
	followed            bool // its feed is still there
	reason              news.Reason
	guidKey, contentKey int64
	linkKey, titleKey   int64
	aliases             []int64
	detail              []byte
	draft               *entryDraft // it is new in this batch

	named         bool
	address, told string
}

func (k *known) name() {
	if !k.named {
		k.named, k.address, k.told = true, news.AddressKey(k.URL), titleWords(k.Title)
	}
}

func (k *known) is(key int64) bool { return k.guidKey == key || slices.Contains(k.aliases, key) }

// register finds known entries by their keys.
type register struct {
	byID  map[news.EntryID]*known
	byKey map[int64][]*known

	aliased []aliasRow // to be stored
}

func newRegister() *register {
	return &register{byID: map[news.EntryID]*known{}, byKey: map[int64][]*known{}}
}

func (r *register) add(k *known, keys ...int64) {
	for _, key := range keys {
		if key != 0 && !slices.Contains(r.byKey[key], k) {
			r.byKey[key] = append(r.byKey[key], k)
		}
	}
}

// maxHolders is how many entries may be found by one link or title; those that come later go without. Otherwise a feed
// that gives one link to all its entries would make us look at all of them at every poll.
const maxHolders = 4

// agreements, from none to all. A document's entries choose in this order.
const (
	differ   = iota
	agree1   // title and day, and the moment or the words
	agree2   // path of the link on another host, and title or words
	agree3   // guid, with nothing that contradicts
	agree4   // link, with nothing that contradicts
	agree5   // guid or link, and title or words
	agreeTwo // guid and link
	agreeAll // guid, link, title and day
)

// agreement says by how much a draft and a known entry are the same.
func (r *register) agreement(d *entryDraft, k *known) int {
	if d.FeedID == 0 { // who imports tells what is what
		if k.is(d.plainKey) {
			return agreeAll
		}
		return differ
	}
	k.name()
	sameTitle := d.told != "" && d.told == k.told
	if k.guidKey == d.wholeKey || d.GUID == k.GUID && d.address == k.address && d.told == k.told && dayOf(d.PublishedAt) == dayOf(k.PublishedAt) {
		return agreeAll
	}
	guid := !d.sharedGUID && k.is(d.plainKey) && len(r.byKey[d.plainKey]) == 1
	page := d.linkKey != 0 && (k.linkKey == d.linkKey || slices.Contains(k.aliases, d.linkKey)) // of any host
	link := page && !d.sharedLink && (hostOf(d.address) == hostOf(k.address) || k.linkKey != d.linkKey) && r.soleOnHost(d)
	apart := apart(d.PublishedAt, k.PublishedAt)
	moment := sameMoment(d.PublishedAt, k.PublishedAt)
	steady := telling(d.address)
	switch {
	case guid && link:
		return agreeTwo
	case link && (sameTitle || sameWords(d, k)) && (!apart || steady):
		return agree5
	case guid && (sameTitle || sameWords(d, k)):
		return agree5
	case link && (d.told == "" || k.told == "" || moment || steady && alike(d.Title, k.Title)):
		return agree4
	case guid && (d.linkKey == 0 || k.linkKey == 0 || moment || alike(d.Title, k.Title) || sameText(d, k) || numbered(d.GUID) && !longApart(d.PublishedAt, k.PublishedAt)):
		return agree3
	case page && !d.sharedLink && !apart && (sameTitle && d.says() || sameWords(d, k)):
		return agree2
	case !sameTitle || d.sharedTitle || d.titleKey != k.titleKey || len(r.byKey[d.titleKey]) != 1:
		return differ
	case d.says() && (moment || sameWords(d, k)), moment && sameWords(d, k):
		return agree1
	}
	return differ
}

// soleOnHost reports whether at most one known entry has the draft's very link.
func (r *register) soleOnHost(d *entryDraft) bool {
	n := 0
	for _, k := range r.byKey[d.linkKey] {
		if k.name(); k.address == d.address {
			n++
		}
	}
	return n <= 1
}

func hostOf(address string) string {
	host, _, _ := strings.Cut(address, "/")
	return host
}

// says reports whether the title is more than a label such as "Live" or "Correction".
func (d *entryDraft) says() bool { return len(text.Terms(visible(d.Title))) >= 3 }

// sameWords reports whether both say the same, and enough to be told from others.
func sameWords(d *entryDraft, k *known) bool { return d.told == k.told && sameText(d, k) }

// sameText is sameWords, whatever the title.
func sameText(d *entryDraft, k *known) bool {
	for _, told := range [][2]string{{d.Content, k.Content}, {d.Summary, k.Summary}} {
		if told[0] != "" && told[1] != "" {
			one := words(told[0])
			return len(one) >= 40 && one == words(told[1])
		}
	}
	return false
}

// alike reports whether two titles share at least half of their words, as before and after an edit.
func alike(a, b string) bool {
	one, two := text.Terms(visible(a)), text.Terms(visible(b))
	slices.Sort(one)
	slices.Sort(two)
	one, two = slices.Compact(one), slices.Compact(two)
	shared := 0
	for _, term := range one {
		if _, found := slices.BinarySearch(two, term); found {
			shared++
		}
	}
	return shared > 1 && 2*shared >= max(len(one), len(two))
}

// sameMoment reports whether two times are one; midnight is a day, not a moment.
func sameMoment(a, b time.Time) bool {
	if micros(a) == 0 || micros(b) == 0 || a.UTC().Truncate(24*time.Hour).Equal(a) {
		return false
	}
	return a.Sub(b).Abs() <= time.Minute
}

// apart reports whether two times are so far from each other that a daily piece may have come again.
func apart(a, b time.Time) bool { return further(a, b, 20*time.Hour) }

// longApart reports whether they are so far from each other that no editor still works on the earlier piece.
func longApart(a, b time.Time) bool { return further(a, b, 7*24*time.Hour) }

func further(a, b time.Time, than time.Duration) bool {
	return micros(a) != 0 && micros(b) != 0 && a.Sub(b).Abs() > than
}

// numbered reports whether a guid looks like one of many: a constant has few digits.
func numbered(guid string) bool { return digits(guid) >= 4 }

func digits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// telling reports whether an address looks like that of one article: a long name, a number or a date is in it, not only
// the name of a place where articles are shown.
func telling(address string) bool {
	_, path, _ := strings.Cut(address, "/")
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	return digits(path) >= 5 || len(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })) >= 4
}

// match finds the known entries that a document's open drafts are, each at most once: two entries of one document are
// two. What it does not return is new.
func (r *register) match(doc *document) map[*entryDraft]*known {
	type pair struct {
		d         *entryDraft
		k         *known
		agreement int
	}
	var pairs []pair
	for _, d := range doc.open {
		var seen []*known
		for _, key := range []int64{d.guidKey, d.plainKey, d.wholeKey, d.linkKey, d.titleKey} {
			for _, k := range r.byKey[key] {
				if doc.taken[k] || slices.Contains(seen, k) {
					continue
				}
				seen = append(seen, k)
				if n := r.agreement(d, k); n > differ {
					pairs = append(pairs, pair{d, k, n})
				}
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.agreement, a.agreement) })
	found := map[*entryDraft]*known{}
	for _, p := range pairs {
		if found[p.d] == nil && !doc.taken[p.k] {
			found[p.d] = p.k
			doc.taken[p.k] = true
		}
	}
	return found
}
