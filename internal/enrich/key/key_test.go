package key_test

import (
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/enrich/key"
	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/google/go-cmp/cmp"
)

const dam = `Photo: Orlo Courier

The dam above Orlo burst on Sunday night and flooded the lower town, killing at least 12 people, Governor Ilse Brandt said. It was dark.

Engineers had warned in spring that the wall of the Orlo dam was leaking, according to a report that the ministry did not publish.

“We saw the water come,” said a farmer.

Brandt promised an inquiry into the dam burst and said that repair work would cost $3.5 million. Read more: https://orlo.example/dam

The valley is known for its plums and for a song about them that every child there can sing.

The inquiry will be led by Judge Anton Kessel, who looked into the Verra mine disaster. The lower town will stay closed for weeks, Kessel said.`

func TestFindChoosesSentencesThatTell(t *testing.T) {
	t.Parallel()
	p := text.Read(dam)
	sentences, _ := key.Find(p, "en", "Dam bursts above Orlo, killing 12", nil, nil)
	var got []string
	for _, s := range sentences {
		got = append(got, s.In(dam))
	}
	if len(got) != 3 || !strings.HasPrefix(got[0], "The dam above Orlo burst") {
		t.Fatalf("got %q, want three sentences, the first of which tells that the dam burst", got)
	}
	for _, s := range got {
		if strings.Contains(s, "://") || strings.HasPrefix(s, "Photo") || strings.HasPrefix(s, "It was") {
			t.Errorf("%q tells nothing alone", s)
		}
	}
}

func TestFindChoosesPhrases(t *testing.T) {
	t.Parallel()
	p := text.Read(dam)
	place := func(s string) news.Range {
		at := strings.Index(dam, s)
		return news.Range{Start: at, End: at + len(s)}
	}
	mentions := []news.Mention{{Range: place("Ilse Brandt"), Actor: 0}, {Range: place("Anton Kessel"), Actor: 1}}
	actors := []news.Actor{
		{Kind: news.EntityPerson, Name: "Ilse Brandt", Mentions: 2, First: place("Ilse Brandt").Start},
		{Kind: news.EntityPerson, Name: "Anton Kessel", Mentions: 2, First: place("Anton Kessel").Start},
	}
	_, phrases := key.Find(p, "en", "Dam bursts above Orlo, killing 12", mentions, actors)
	for _, want := range []string{"Ilse Brandt", "Anton Kessel", "lower town"} {
		if !slices.Contains(phrases, want) {
			t.Errorf("%q is missing in %q", want, phrases)
		}
	}
	if len(phrases) > 8 {
		t.Errorf("%d phrases, want 8 at most", len(phrases))
	}
	for i, a := range phrases {
		for j, b := range phrases {
			if i != j && strings.Contains(" "+strings.ToLower(b)+" ", " "+strings.ToLower(a)+" ") {
				t.Errorf("%q is part of %q", a, b)
			}
		}
	}
}

func TestFindSaysNothingTwice(t *testing.T) {
	t.Parallel()
	again := "The council of Orlo voted on Monday to close the swimming bath in the old harbour."
	body := again + "\n\n" + again + "\n\nPupils of the harbour school wrote letters to Mayor Brandt against it."
	sentences, _ := key.Find(text.Read(body), "en", "Orlo closes its bath", nil, nil)
	if len(sentences) != 2 || sentences[0].In(body) == sentences[1].In(body) {
		t.Errorf("got %v, want the council once, and the pupils", sentences)
	}
}

func TestFindOfOtherLanguagesAndOfNothing(t *testing.T) {
	t.Parallel()
	for language, body := range map[string]string{
		"ru": "Плотина над городом Орло прорвалась в воскресенье ночью и затопила нижний город. Погибли двенадцать человек.",
		"zh": "奥洛上游的大坝星期天夜里决口，淹没了下城，至少十二人死亡。",
		"xx": "Dah oorlo bemma kessel tarn dovi brandt, semna ilse. Tarn dovi!",
		"":   "",
	} {
		sentences, phrases := key.Find(text.Read(body), language, "", nil, nil)
		if len(body) > 0 && len(sentences) == 0 {
			t.Errorf("%s: no sentence", language)
		}
		if len(body) == 0 && len(sentences)+len(phrases) > 0 {
			t.Errorf("of nothing: %v %v", sentences, phrases)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add(dam, "en", "Dam bursts")
	f.Add("\xff. A b c d e f g.\n\nA", "de", "\xff")
	f.Fuzz(func(t *testing.T, s, language, headline string) {
		p := text.Read(s)
		mentions := []news.Mention{{Range: news.Range{Start: 0, End: len(s) / 3}}}
		actors := []news.Actor{{Name: "Ilse Brandt", Mentions: 1}}
		sentences, phrases := key.Find(p, language, headline, mentions, actors)
		if len(sentences) > 3 || len(phrases) > 8 {
			t.Fatalf("%d sentences, %d phrases", len(sentences), len(phrases))
		}
		for i, r := range sentences {
			if at := p.SentenceAt(r.Start); at == len(p.Sentences) || p.Sentences[at].Span.Start != r.Start || p.Sentences[at].Span.End != r.End {
				t.Fatalf("%v is no sentence of %q", r, s)
			}
			if slices.Contains(sentences[:i], r) {
				t.Fatalf("%v twice", r)
			}
		}
		again, more := key.Find(p, language, headline, mentions, actors)
		if diff := cmp.Diff(sentences, again) + cmp.Diff(phrases, more); diff != "" {
			t.Fatalf("the second time it is another: %s", diff)
		}
	})
}

// BenchmarkFind reads an article of usual length, some 3,600 bytes.
func BenchmarkFind(b *testing.B) {
	p := text.Read(strings.Repeat(dam+"\n\n", 4))
	b.ReportAllocs()
	for b.Loop() {
		key.Find(p, "en", "Dam bursts above Orlo, killing 12", nil, nil)
	}
}
