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

// bcubed measures clusters of mentions against others.
func bcubed(got, want []int) (precision, recall float64) {
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
		precision += float64(same) / float64(mine)
		recall += float64(same) / float64(theirs)
	}
	return precision, recall
}

func TestSharedSilverChains(t *testing.T) {
	t.Parallel()
	for _, kind := range append(news.EntityKinds(), "") {
		var precision, recall, exactP, exactR float64
		count := 0
		for _, s := range silvers(t, "dev") {
			var got, want, exact []int
			found, _ := actor.Find(text.Read(s.text), "en", "", s.mentions)
			by := map[int]int{}
			for _, m := range found {
				by[m.End] = m.Actor
			}
			forms := map[string]int{}
			for i, m := range s.mentions {
				if kind != "" && m.Kind != kind {
					continue
				}
				a, ok := by[m.End]
				if !ok {
					a = -1 - i
				}
				form := m.In(s.text)
				if _, ok := forms[form]; !ok {
					forms[form] = len(forms)
				}
				got, want, exact = append(got, a), append(want, s.chains[i]), append(exact, forms[form])
			}
			p, r := bcubed(got, want)
			precision, recall, count = precision+p, recall+r, count+len(got)
			p, r = bcubed(exact, want)
			exactP, exactR = exactP+p, exactR+r
		}
		n := float64(count)
		fmt.Printf("%-12s %5d  ours P %.1f R %.1f F %.1f   exact P %.1f R %.1f F %.1f\n", kind, count,
			100*precision/n, 100*recall/n, 200*precision*recall/(precision+recall)/n, 100*exactP/n, 100*exactR/n, 200*exactP*exactR/(exactP+exactR)/n)
	}
	if os.Getenv("SHOW") != "" {
		show(silvers(t, "dev"))
	}
}

// show prints where both differ.
func show(all []silver) {
	for _, s := range all[:20] {
		p := text.Read(s.text)
		_, actors := actor.Find(p, "en", "", name.Find(p, "en"))
		fmt.Println("##", s.id)
		for _, a := range actors {
			if a.Kind == news.EntityPerson && a.Role != "" {
				fmt.Printf("   %-8.8s %d %q %q %s %.2f %q\n", a.Kind, a.Mentions, a.Name, a.Forms[1:], a.Country, a.Female, a.Role)
			}
		}
	}
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
