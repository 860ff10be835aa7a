package quote_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFormsOfQuotation reads short texts: what is said directly, by whom.
func TestFormsOfQuotation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, language, text string
		want                 []said
	}{
		{"split quotation is one", "en", "“We want a treaty,” Miriam Castell said on Monday, “and we will get it before the winter.”",
			[]said{{"We want a treaty, … and we will get it before the winter.", "Miriam Castell", "Miriam Castell"}}},
		{"straight marks", "en", "\"We want a treaty,\" said Miriam Castell. \"It is time.\"",
			[]said{{"We want a treaty, … It is time.", "Miriam Castell", "Miriam Castell"}}},
		{"marks of two ticks", "en", "''We want a treaty,'' Miriam Castell said.", []said{{"We want a treaty,", "Miriam Castell", "Miriam Castell"}}},
		{"British marks and an apostrophe", "en", "‘The officials’ treaty isn’t finished,’ said Miriam Castell.",
			[]said{{"The officials’ treaty isn’t finished,", "Miriam Castell", "Miriam Castell"}}},
		{"nested", "en", "“He told me ‘never again’ and left,” Miriam Castell said.", []said{{"He told me ‘never again’ and left,", "Miriam Castell", "Miriam Castell"}}},
		{"several paragraphs", "en", "“The first winter was hard,” Miriam Castell said. “We had no boats.\n\n“The second was worse, and many left.”\n\nThe harbour is open.",
			[]said{{"The first winter was hard, … We had no boats. … The second was worse, and many left.", "Miriam Castell", "Miriam Castell"}}},
		{"a paragraph that goes on", "en", "“The first winter was hard,” Miriam Castell said.\n\n“The second was worse, and many families left.”",
			[]said{{"The first winter was hard,", "Miriam Castell", "Miriam Castell"}, {"The second was worse, and many families left.", "Miriam Castell", "Miriam Castell"}}},
		{"cue before", "en", "Miriam Castell said: “We want a treaty.”", []said{{"We want a treaty.", "Miriam Castell", "Miriam Castell"}}},
		{"signed", "en", "“We want a treaty and nothing else.” — Miriam Castell", []said{{"We want a treaty and nothing else.", "Miriam Castell", "Miriam Castell"}}},
		{"somebody without a name", "en", "“We want a treaty,” two officials said.", []said{{"We want a treaty,", "two officials", ""}}},
		{"unbalanced mark harms its paragraph only", "en", "The so-called “treaty was signed.\n\n“We want more,” Miriam Castell said.",
			[]said{{"We want more,", "Miriam Castell", "Miriam Castell"}}},
		{"scare quotes, names and titles are none", "en", "The “expert” read “The Old Man of the Sea” at the “Opening of the Herring Week.” His “Freedom Boats” were there.", nil},
		{"heading", "en", "‘More remains to be done’", nil},
		{"inches", "en", "The 6\" pipe and the 8\" pipe broke, Miriam Castell said.", nil},
		{"German", "de", "„Wir wollen einen Vertrag“, sagte Miriam Castell.", []said{{"Wir wollen einen Vertrag", "Miriam Castell", "Miriam Castell"}}},
		{"German, inverted marks", "de", "»Wir wollen einen Vertrag«, so Miriam Castell.", []said{{"Wir wollen einen Vertrag", "Miriam Castell", "Miriam Castell"}}},
		{"German, cue before", "de", "Miriam Castell sagte: „Wir wollen einen Vertrag.“", []said{{"Wir wollen einen Vertrag.", "Miriam Castell", "Miriam Castell"}}},
		{"French", "fr", "« Nous voulons un traité », a déclaré Miriam Castell.", []said{{"Nous voulons un traité", "Miriam Castell", "Miriam Castell"}}},
		{"French, selon", "fr", "Selon Miriam Castell, « nous voulons un traité avant l’hiver ».", []said{{"nous voulons un traité avant l’hiver", "Miriam Castell", "Miriam Castell"}}},
		{"French, told to somebody", "fr", "« Nous voulons un traité », a confié à l’AFP la ministre Miriam Castell.", []said{{"Nous voulons un traité", "la ministre Miriam Castell", "Miriam Castell"}}},
		{"two words and a comma", "en", "“We won,” said Miriam Castell.", []said{{"We won,", "Miriam Castell", "Miriam Castell"}}},
		{"Spanish, told to somebody", "es", "«Queremos un tratado», dijo a Reuters Miriam Castell.", []said{{"Queremos un tratado", "Miriam Castell", "Miriam Castell"}}},
		{"Spanish", "es", "«Queremos un tratado», dijo Miriam Castell.", []said{{"Queremos un tratado", "Miriam Castell", "Miriam Castell"}}},
		{"Spanish, curly", "es", "“Queremos un tratado antes del invierno”, aseguró la ministra.", []said{{"Queremos un tratado antes del invierno", "la ministra", ""}}},
		{"Italian", "it", "«Vogliamo un trattato», ha detto Miriam Castell.", []said{{"Vogliamo un trattato", "Miriam Castell", "Miriam Castell"}}},
		{"Portuguese", "pt", "“Queremos um tratado”, disse Miriam Castell.", []said{{"Queremos um tratado", "Miriam Castell", "Miriam Castell"}}},
		{"Russian", "ru", "«Мы хотим заключить договор», — сказал Иван Петров.", []said{{"Мы хотим заключить договор", "Иван Петров", "Иван Петров"}}},
		{"Italian, who speaks inside the marks", "it", "«Il trattato – dice Miriam Castell – arriva prima dell’inverno».",
			[]said{{"Il trattato … arriva prima dell’inverno", "Miriam Castell", "Miriam Castell"}}},
		{"German, a verb without a list", "de", "„Wir wollen einen Vertrag“, schildert Miriam Castell.", []said{{"Wir wollen einen Vertrag", "Miriam Castell", "Miriam Castell"}}},
		{"Russian, after a full stop", "ru", "«Мы хотим заключить договор.» — сказал Иван Петров.", []said{{"Мы хотим заключить договор.", "Иван Петров", "Иван Петров"}}},
		{"a language without words here", "pl", "„Chcemy traktatu”, powiedziała Miriam Castell.", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, quotes, actors := read(c.text, c.language)
			var got []said
			for i, q := range directly(p, quotes, actors) {
				direct := 0
				for _, d := range quotes {
					if d.Direct {
						if direct == i {
							q.Words = words(p, d)
						}
						direct++
					}
				}
				got = append(got, q)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("what is said (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRolesSayWhoSomebodyIs: forms of address, ages and names alone are no roles.
func TestRolesSayWhoSomebodyIs(t *testing.T) {
	t.Parallel()
	for speaker, want := range map[string]string{
		"Ms Miriam Castell": "", "Dr. Miriam Castell": "", "Miriam Castell, 44,": "", "The 44-year-old Miriam Castell": "",
		"The Gull’s Miriam Castell": "Gull", "Miriam Castell, the water minister,": "water minister", "Last month minister Miriam Castell": "minister",
	} {
		_, quotes, _ := read("“We want a treaty before the winter,” said "+speaker, "en")
		if len(quotes) != 1 || quotes[0].Role != want {
			t.Errorf("%s: got %+v, want role %q", speaker, quotes, want)
		}
	}
}

// FuzzFind: whatever the text, ranges are of it, in order, and the answer is always the same.
func FuzzFind(f *testing.F) {
	for _, s := range []string{talks, "“„«»”'\"‘’", "“a\n\n“b\n\n“", "said said said", "\"\"\"\"", "« “ » ”", "X said “", "‘‘‘‘‘‘’’’’’’''''``", "“Ja,” said\xff “"} {
		for _, language := range []string{"en", "de", "fr", "ru"} {
			f.Add(s, language)
		}
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		p, quotes, actors := read(s, language)
		end := 0
		for _, q := range quotes {
			if q.Empty() || q.Start < end || q.End > len(s) || len(q.Parts) == 0 || q.Actor >= len(actors) {
				t.Fatalf("%+v after %d in %q", q, end, s)
			}
			at := q.Start
			for _, part := range q.Parts {
				if part.Empty() || part.Start < at || part.End > q.End {
					t.Fatalf("parts of %+v in %q", q, s)
				}
				at = part.End
			}
			if q.Speaker.End > len(s) || q.Cue.End > len(s) || q.Likely < 0 || q.Likely > 1 {
				t.Fatalf("%+v in %q", q, s)
			}
			end = q.End
		}
		_, again, _ := read(p.Text, language)
		if diff := cmp.Diff(quotes, again); diff != "" {
			t.Fatalf("another answer: %s", diff)
		}
	})
}
