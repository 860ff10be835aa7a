package actor_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// conll reads texts with labelled names: words with blanks between them, an empty line between sentences.
func conll(tb testing.TB, file string) (texts []string, names [][]news.Mention) {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(filepath.Dir(golden.Stories()), "language/conll2003/corpus/CoNLL-2003", file))
	if err != nil {
		tb.Skip("no labelled names here: set NUTGRAF_SHARED")
	}
	kinds := map[string]news.EntityKind{"PER": news.EntityPerson, "ORG": news.EntityOrganisation, "LOC": news.EntityPlace}
	for _, doc := range strings.Split(string(b), "-DOCSTART-")[1:] {
		var body strings.Builder
		var found []news.Mention
		last := "O"
		for _, line := range strings.Split(doc, "\n")[1:] {
			fields := strings.Fields(line)
			if len(fields) < 4 {
				body.WriteString("\n")
				last = "O"
				continue
			}
			label := fields[3]
			_, class, _ := strings.Cut(label, "-")
			if kind := kinds[class]; kind != "" {
				if label[0] == 'B' || !strings.HasSuffix(last, "-"+class) {
					found = append(found, news.Mention{Range: news.Range{Start: body.Len()}, Kind: kind})
				}
				found[len(found)-1].End = body.Len() + len(fields[0])
			}
			last = label
			body.WriteString(fields[0] + " ")
		}
		texts, names = append(texts, body.String()), append(names, found)
	}
	return texts, names
}

// TestSharedNamesStayNames holds what grouping changes in names that were found: kinds and ends should become better.
func TestSharedNamesStayNames(t *testing.T) {
	t.Parallel()
	if golden.Stories() == "" {
		t.Skip("no labelled collections here: set NUTGRAF_SHARED")
	}
	texts, names := conll(t, "eng.testa")
	var before, after, wanted, foundBefore, foundAfter int
	for i, body := range texts {
		gold := map[string]bool{}
		key := func(m news.Mention) string { return fmt.Sprint(m.Start, m.End, m.Kind) }
		for _, m := range names[i] {
			gold[key(m)] = true
			wanted++
		}
		p := text.Read(body)
		mentions := name.Find(p, "en")
		for _, m := range mentions {
			if !m.Word {
				foundBefore++
				if gold[key(m)] {
					before++
				}
			}
		}
		grouped, _ := actor.Find(p, "en", "", mentions)
		for _, m := range grouped {
			if !m.Word {
				foundAfter++
				if gold[key(m)] {
					after++
				}
			}
		}
	}
	f := func(right, found int) float64 { return 200 * float64(right) / float64(found+wanted) }
	got := fmt.Sprintf("names of conll2003 testa: F1 %.1f as found, %.1f as grouped\n", f(before, foundBefore), f(after, foundAfter))
	golden.Check(t, "names.txt", got)
}
