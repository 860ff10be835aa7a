package actor_test

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// silver is an article with the names and chains of mentions that another program found.
type silver struct {
	id       string
	text     string
	mentions []news.Mention
	chains   []int // of each mention; below zero: it is in none
}

// silvers reads the articles of a split that have such annotations.
func silvers(tb testing.TB, split string) []silver {
	tb.Helper()
	stories := golden.Stories()
	if stories == "" {
		tb.Skip("no labelled collections here: set NUTGRAF_SHARED")
	}
	dir := filepath.Join(filepath.Dir(stories), "language")
	tokens := blocks(tb, filepath.Join(dir, "polnear_corenlp", split+".tok.tsv.gz"))
	chains := blocks(tb, filepath.Join(dir, "polnear_corenlp", split+".coref.tsv.gz"))
	texts, err := filepath.Glob(filepath.Join(dir, "polnear", "data", split, "text", "*.txt"))
	if err != nil || len(texts) == 0 {
		tb.Skip("no polnear here")
	}
	var all []silver
	for _, path := range texts {
		id := strings.TrimSuffix(filepath.Base(path), ".txt")
		short := id[:max(0, strings.LastIndexByte(id, '_'))]
		rows := tokens[id]
		links := chains[id]
		if rows == nil {
			rows, links = tokens[short], chains[short]
		}
		if rows == nil {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		if s, ok := readSilver(id, string(b), rows, links); ok {
			all = append(all, s)
		}
	}
	if len(all) < 50 {
		tb.Fatalf("%s: %d articles with annotations, want 50 or more", split, len(all))
	}
	return all
}

func blocks(tb testing.TB, path string) map[string][][]string {
	tb.Helper()
	file, err := os.Open(path)
	if err != nil {
		tb.Skip("no silver annotations here")
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	m, id := map[string][][]string{}, ""
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if doc, ok := strings.CutPrefix(lines.Text(), "#DOC\t"); ok {
			id = doc
			continue
		}
		m[id] = append(m[id], strings.Split(lines.Text(), "\t"))
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return m
}

var silverKinds = map[string]news.EntityKind{"PERSON": news.EntityPerson, "ORGANIZATION": news.EntityOrganisation, "LOCATION": news.EntityPlace}

func readSilver(id, body string, rows, links [][]string) (silver, bool) {
	s := silver{id: id, text: body}
	at := make([]int, 0, len(body)+1) // bytes of characters
	for i := range body {
		at = append(at, i)
	}
	at = append(at, len(body))
	where := map[[2]int]int{} // sentence and token → mention
	last, lastSentence, number := "", 0, 0
	for _, row := range rows {
		sentence, _ := strconv.Atoi(row[0])
		begin, _ := strconv.Atoi(row[1])
		end, _ := strconv.Atoi(row[2])
		if sentence != lastSentence {
			lastSentence, number, last = sentence, 0, ""
		}
		number++
		kind, named := silverKinds[row[5]]
		if end >= len(at) {
			return s, false
		}
		switch {
		case !named:
		case row[5] == last:
			s.mentions[len(s.mentions)-1].End = at[end]
			where[[2]int{sentence, number}] = len(s.mentions) - 1
		default:
			s.mentions = append(s.mentions, news.Mention{Range: news.Range{Start: at[begin], End: at[end]}, Kind: kind, Actor: -1})
			where[[2]int{sentence, number}] = len(s.mentions) - 1
		}
		last = row[5]
	}
	s.chains = make([]int, len(s.mentions))
	for i := range s.chains {
		s.chains[i] = -1 - i
	}
	for _, link := range links {
		chain, _ := strconv.Atoi(link[0])
		sentence, _ := strconv.Atoi(link[2])
		start, _ := strconv.Atoi(link[3])
		end, _ := strconv.Atoi(link[4])
		m, ok := where[[2]int{sentence, end - 1}]
		if !ok {
			m, ok = where[[2]int{sentence, end - 2}] // before "'s"
		}
		if first, same := where[[2]int{sentence, start}]; ok && (same && first == m || end-start <= len(strings.Fields(s.mentions[m].In(body)))+2) {
			s.chains[m] = chain
		}
	}
	return s, true
}

// TestSharedChains holds how names are grouped, where names and what stands behind them come from another program (its chains are
// not always right: those of exact strings are given beside), and how the styles of names of members of Congress are.
func TestSharedChains(t *testing.T) {
	t.Parallel()
	var table strings.Builder
	table.WriteString("names of polnear dev in dcoref's chains, B³    grouped            exact strings\n")
	all := silvers(t, "dev")
	for _, kind := range append(news.EntityKinds(), "") {
		var grouped, exact bcubed
		for _, s := range all {
			mine, forms, theirs := s.clusters(kind)
			grouped.add(mine, theirs)
			exact.add(forms, theirs)
		}
		fmt.Fprintf(&table, "%-14s %5d  %v   %v\n", kind, grouped.count, grouped, exact)
	}
	right, wrong, total := congress(t)
	fmt.Fprintf(&table, "members of Congress: %d of %d other styles are the same person, %d namesakes are not told apart\n", right, total, wrong)
	golden.Check(t, "chains.txt", table.String())
}

// clusters returns numbers for the groups of an article's mentions: ours, of exact strings, and of the chains.
func (s *silver) clusters(kind news.EntityKind) (mine, forms, chains []int) {
	found, _ := actor.Find(text.Read(s.text), "en", "", s.mentions)
	by := map[int]int{}
	for _, m := range found {
		by[m.End] = m.Actor
	}
	numbers := map[string]int{}
	for i, m := range s.mentions {
		if kind != "" && m.Kind != kind {
			continue
		}
		group, ok := by[m.End]
		if !ok {
			group = -1 - i
		}
		form := m.In(s.text)
		if _, ok := numbers[form]; !ok {
			numbers[form] = len(numbers)
		}
		mine, forms, chains = append(mine, group), append(forms, numbers[form]), append(chains, s.chains[i])
	}
	return mine, forms, chains
}

// bcubed measures clusters of mentions against others (Bagga 1998).
type bcubed struct {
	precision, recall float64
	count             int
}

func (b *bcubed) add(got, want []int) {
	for i := range got {
		same, mine, theirs := 0, 0, 0
		for j := range got {
			if got[i] == got[j] {
				mine++
			}
			if want[i] == want[j] {
				theirs++
				if got[i] == got[j] {
					same++
				}
			}
		}
		b.precision += float64(same) / float64(mine)
		b.recall += float64(same) / float64(theirs)
		b.count++
	}
}

func (b bcubed) String() string {
	p, r := b.precision/float64(b.count), b.recall/float64(b.count)
	return fmt.Sprintf("%5.1f %5.1f %5.1f", 100*p, 100*r, 200*p*r/(p+r))
}

// congress names each member in full and in other styles, with the member before in the same text.
func congress(t *testing.T) (right, wrong, total int) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(filepath.Dir(golden.Stories()), "language/congress_legislators/legislators-current.yaml"))
	if err != nil {
		t.Skip("no list of members of Congress here")
	}
	before := ""
	for _, member := range strings.Split(string(b), "\n- id:")[1:] {
		of := func(key string) string {
			_, rest, _ := strings.Cut(member, "\n    "+key+": ")
			value, _, _ := strings.Cut(rest, "\n")
			return strings.Trim(value, "'\"")
		}
		first, last, full := of("first"), of("last"), of("official_full")
		if first == "" || full == "" {
			continue
		}
		styles := []string{first + " " + last, first[:1] + ". " + last, last}
		if nickname := of("nickname"); nickname != "" {
			styles = append(styles, nickname+" "+last)
		}
		for _, style := range styles {
			if style == full || strings.ContainsAny(first[:1], "ÁÉ") {
				continue
			}
			total++
			body := before + " spoke. " + full + " spoke. Then " + style + " spoke."
			var mentions []news.Mention
			at := 0
			for _, name := range []string{before, full, style} {
				if name != "" {
					at += strings.Index(body[at:], name)
					mentions = append(mentions, news.Mention{Range: news.Range{Start: at, End: at + len(name)}, Kind: news.EntityPerson, Actor: -1})
					at += len(name)
				}
			}
			found, _ := actor.Find(text.Read(body), "en", "", mentions)
			n := len(found)
			if n < 2 {
				continue
			}
			if found[n-1].Actor == found[n-2].Actor {
				right++
			} else if os.Getenv("SHOW") != "" {
				fmt.Println(body)
			}
			if n == 3 && found[0].Actor == found[1].Actor {
				wrong++
			}
		}
		before = full
	}
	return right, wrong, total
}

func BenchmarkFind(b *testing.B) {
	all := silvers(b, "dev")
	var texts []*text.Prose
	size := 0
	for _, s := range all {
		if len(s.text) < 5000 {
			texts = append(texts, text.Read(s.text))
			size += len(s.text)
		}
	}
	var mentions [][]news.Mention
	for _, p := range texts {
		mentions = append(mentions, name.Find(p, "en"))
	}
	b.ReportAllocs()
	b.ReportMetric(float64(size)/float64(len(texts)), "B/article")
	b.ResetTimer()
	for i := range b.N {
		actor.Find(texts[i%len(texts)], "en", "", mentions[i%len(texts)])
	}
}
