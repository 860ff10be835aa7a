package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExamplesOfGuidelinesBecomeTexts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pages := map[string]string{
		"en": `<div><i>Mayor of Norwick resigns</i>&nbsp;— <span style="color:green">Society</span><br>No example here<br><i>Six ways to peel a pear</i> — <b>Not news</b> (list)</div>`,
		"ru": `<div>Погода в Северске на завтра&nbsp;— <span>Прочее</span></div>`,
	}
	for language, page := range pages {
		if err := os.WriteFile(filepath.Join(dir, "categories_guideline_"+language+"_description.html"), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := examples(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]float64{}
	for _, d := range docs {
		got[d.article.Headline] = d.label
	}
	want := map[string][]float64{
		"Mayor of Norwick resigns":    label(meanings["contest society"]),
		"Six ways to peel a pear":     label(meanings["contest not_news"]),
		"Погода в Северске на завтра": label(meanings["contest other"]),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsAskedDoesNotTeach(t *testing.T) {
	t.Parallel()
	asked := []doc{{gold: "society", article: article("", "Ferry to Norwick sinks", "", "")}}
	others := []doc{{article: article("", "Ferry to Norwick Sinks", "", "")}, {article: article("", "Ferry to Sudwick sails", "", "")}}
	kept := apart(asked, others)
	if len(kept) != 1 || kept[0].article.Headline != "Ferry to Sudwick sails" {
		t.Errorf("kept %d: %+v", len(kept), kept)
	}
}

func TestEachGroupOfLanguagesKeepsItsShareOfSigns(t *testing.T) {
	t.Parallel()
	var scores [tongues][]float64
	for g := range scores {
		scores[g] = make([]float64, 300)
		for i := range 100 {
			scores[g][100*g+i] = float64(1+i) * []float64{1, .01, 100}[g] // Russian signs tell little, others much
		}
	}
	kept := keep(scores, 100)
	var by [tongues]int
	for i, id := range kept {
		if i > 0 && kept[i-1] >= id {
			t.Fatalf("not in order: %v", kept)
		}
		by[id/100]++
	}
	if want := [tongues]int{30, 35, 35}; by != want {
		t.Errorf("kept %v, want %v", by, want)
	}
}
