package news

import (
	"slices"
	"time"
)

// Learning is what is learned of a source from its pages: what its last ones say, and how reading them goes.
//
// A block counts as furniture once it stands on several of the last pages, and on a good part of them. A page that
// shares its headline or half of its letters with another one is that page again (a copy, an update, one article under
// many addresses): both count once.
type Learning struct {
	Rules      PageRules
	Generation int64        // grows with every change of its rules and of what is furniture
	Pages      []PageMemory // the last ones, oldest first
	Seen       int64        // fresh pages, failed ones too
	Averages   map[Measure]Average
	Missed     []string // rules that picked nothing on the last page
	Drifts     []Drift  // what is worse than it was
	Turns      []Turn   // the last ones of Drifts, oldest first
}

// PageMemory is what is remembered of one page.
type PageMemory struct {
	Entry    EntryID
	Headline uint32
	Family   uint32 // pages of one family tell the same
	Blocks   []uint32
}

const (
	maxPages     = 40 // remembered of a source
	maxImprints  = 96 // remembered of a page: those of the smallest keys, so that the same ones are met again
	minSightings = 4  // families of pages that have a block before it is furniture
	sightShare   = 4  // and at least one in so many
	copyShare    = .5 // of a page's letters that another page has: then it tells the same
)

// Remember takes a page of an entry in, and returns the blocks that are furniture from now on; those that are known
// already, or allowed, are not told again.
func (l *Learning) Remember(entry EntryID, headline uint64, imprints []Imprint, known func(key uint64) bool) (learned []Imprint) {
	imprints = sample(imprints)
	if len(imprints) == 0 {
		return nil
	}
	page := PageMemory{Entry: entry, Headline: short(headline)}
	for _, i := range imprints {
		page.Blocks = append(page.Blocks, short(i.Key))
	}
	at := slices.IndexFunc(l.Pages, func(p PageMemory) bool { return p.Entry == entry })
	if at >= 0 {
		l.Pages = slices.Delete(slices.Clone(l.Pages), at, at+1)
	} else {
		at = len(l.Pages)
	}
	holders := l.holders(page.Blocks)
	page.Family = l.family(page, imprints, holders, known)
	l.Pages = slices.Insert(slices.Clone(l.Pages), at, page)
	l.Pages = l.Pages[max(0, len(l.Pages)-maxPages):]
	all := map[uint32]bool{}
	for _, p := range l.Pages {
		all[p.Family] = true
	}
	need := max(minSightings, (len(all)+sightShare-1)/sightShare)
	for _, i := range imprints {
		if known(i.Key) {
			continue
		}
		families := map[uint32]bool{page.Family: true}
		for _, p := range holders[short(i.Key)] {
			families[p.Family] = true
		}
		if len(families) >= need {
			learned = append(learned, i)
		}
	}
	return learned
}

// sample is a page's imprints, each once, the smallest keys first.
func sample(imprints []Imprint) []Imprint {
	sorted := slices.Clone(imprints)
	slices.SortFunc(sorted, func(a, b Imprint) int {
		if a.Key < b.Key {
			return -1
		} else if a.Key > b.Key {
			return 1
		}
		return 0
	})
	sorted = slices.CompactFunc(sorted, func(a, b Imprint) bool { return a.Key == b.Key })
	return sorted[:min(len(sorted), maxImprints)]
}

// short is a key as the pages remember it: among so few pages 32 bits tell blocks apart.
func short(key uint64) uint32 { return uint32(key >> 32) }

// holders are the remembered pages that have any of these blocks.
func (l *Learning) holders(blocks []uint32) map[uint32][]*PageMemory {
	found := make(map[uint32][]*PageMemory, len(blocks))
	for _, b := range blocks {
		found[b] = nil
	}
	for i := range l.Pages {
		p := &l.Pages[i]
		for _, b := range p.Blocks {
			if pages, ours := found[b]; ours {
				found[b] = append(pages, p)
			}
		}
	}
	return found
}

// family is that of the remembered page that tells the same, or one of its own.
func (l *Learning) family(page PageMemory, imprints []Imprint, holders map[uint32][]*PageMemory, known func(uint64) bool) uint32 {
	var next uint32
	for i := range l.Pages {
		next = max(next, l.Pages[i].Family)
		if l.Pages[i].Headline == page.Headline {
			return l.Pages[i].Family
		}
	}
	total := 0
	shared := map[*PageMemory]int{}
	for _, i := range imprints {
		if i.Dropped || known(i.Key) {
			continue
		}
		total += i.Letters
		for _, p := range holders[short(i.Key)] {
			shared[p] += i.Letters
		}
	}
	best, most := next+1, 0
	for p, letters := range shared {
		if float64(letters) >= copyShare*float64(total) && (letters > most || letters == most && p.Family < best) {
			best, most = p.Family, letters
		}
	}
	return best
}

// Holding lists the entries whose remembered pages have a block.
func (l *Learning) Holding(key uint64) (entries []EntryID) {
	for _, p := range l.Pages {
		if slices.Contains(p.Blocks, short(key)) {
			entries = append(entries, p.Entry)
		}
	}
	return entries
}

// maxTurns is how many turns of a source's drifts are kept.
const maxTurns = 6

// Turn is a drift that was noticed, or that is over.
type Turn struct {
	Drift Drift
	At    time.Time
	Over  bool
}
