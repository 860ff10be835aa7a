// Package message puts the words of the interface into the reader's language.
//
// [For] gives the [Speaker] of a language. Its T, N and Say take English words, which are the names of messages, and
// give those of the language; what a catalogue lacks stays English, word for word. Catalogues are the files
// catalogue/*.po of this package, in the format of GNU gettext with its rules for plurals, so that any tool for
// translators opens them; a new file is a new language. After words of pages change,
//
//	go run ./internal/message/extract
//
// brings all catalogues up to date, and the tests say what is still to be translated.
//
// Not every text goes through here: headlines and all else that publishers wrote stays as it is.
package message

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/news"

	"github.com/leonelquinteros/gotext"
	"golang.org/x/text/language"
)

//go:embed catalogue/*.po
var catalogues embed.FS

// English is the language in which messages are named.
const English = "en"

// Speaker says the messages of the interface in one language. It is safe for concurrent use.
type Speaker struct {
	Tag string            // BCP 47
	Dir string            // "ltr" or "rtl"
	po  func() *gotext.Po // read when the first reader wants it
}

// speakers are all there are, English first.
var speakers = sync.OnceValue(func() []*Speaker {
	all := []*Speaker{{Tag: English, Dir: "ltr", po: sync.OnceValue(gotext.NewPo)}}
	entries, _ := catalogues.ReadDir("catalogue") // embedded, so it is there
	for _, entry := range entries {
		tag := strings.TrimSuffix(entry.Name(), ".po")
		all = append(all, &Speaker{Tag: tag, Dir: direction(tag), po: sync.OnceValue(func() *gotext.Po {
			text, _ := catalogues.ReadFile("catalogue/" + entry.Name())
			po := gotext.NewPo()
			po.Parse(text)
			return po
		})})
	}
	return all
})

// direction is how a language is written.
func direction(tag string) string {
	script, _ := language.Make(tag).Script()
	if slices.Contains([]string{"Arab", "Hebr", "Thaa", "Syrc", "Nkoo"}, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// Languages lists the tags of the languages that the interface speaks, English first.
func Languages() []string { return slices.Clone(tags()) }

var tags = sync.OnceValue(func() (tags []string) {
	for _, s := range speakers() {
		tags = append(tags, s.Tag)
	}
	return tags
})

// For is the speaker of a language; of English where the interface does not speak it.
func For(tag string) *Speaker {
	for _, s := range speakers() {
		if s.Tag == tag {
			return s
		}
	}
	return speakers()[0]
}

// matcher finds the nearest of our languages.
var matcher = sync.OnceValue(func() language.Matcher {
	var tags []language.Tag
	for _, s := range speakers() {
		tags = append(tags, language.Make(s.Tag))
	}
	return language.NewMatcher(tags)
})

// matched are the fields that were matched: browsers have a few, a page asks many times, and matching takes 20 µs.
var matched = struct {
	sync.Mutex
	tags map[string]string
}{tags: map[string]string{}}

// maxMatched is how many fields are remembered, so that nobody can fill the memory with those they make up.
const maxMatched = 1000

// Match is the tag of the language that fits best an Accept-Language field (RFC 9110, section 12.5.4).
func Match(accept string) string {
	if accept == "" {
		return English
	}
	accept = cut(accept, maxAccept)
	matched.Lock()
	defer matched.Unlock()
	tag, known := matched.tags[accept]
	if !known {
		if len(matched.tags) == maxMatched {
			clear(matched.tags)
		}
		tag = match(accept)
		matched.tags[strings.Clone(accept)] = tag
	}
	return tag
}

func match(accept string) string {
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(wanted) == 0 {
		return English
	}
	_, at, sure := matcher().Match(wanted...)
	if sure == language.No {
		return English
	}
	return speakers()[at].Tag
}

// maxAccept is how many bytes of the field are read: browsers send under a hundred.
const maxAccept = 200

func cut(s string, n int) string { return s[:min(len(s), n)] }

// none are no values: catalogues are asked for texts as they are, and their verbs are filled here.
var none []any

// get is a message as it is in the catalogue.
func (s *Speaker) get(id string) string {
	if s.Tag == English {
		return id
	}
	return s.po().Get(id, none...)
}

// T says a message. Its verbs are those of package fmt; a language may put them in another order ("%[2]s").
func (s *Speaker) T(id string, args ...any) string {
	return fill(s.get(id), s.said(args))
}

// N says a message about n things, in the form that the language has for that many.
func (s *Speaker) N(one, many string, n int, args ...any) string {
	if len(args) == 0 {
		args = []any{n}
	}
	if s.Tag == English { // gotext's own rule without a catalogue is that of English, but it is not promised
		return fill(cmp.Or(map[bool]string{true: one}[n == 1], many), s.said(args))
	}
	return fill(s.po().GetN(one, many, n, none...), s.said(args))
}

// Say says a phrase.
func (s *Speaker) Say(p news.Phrase) string {
	switch {
	case p.IsZero():
		return ""
	case p.Many != "":
		return s.N(p.Text, p.Many, p.N, p.Args...)
	}
	return s.T(p.Text, p.Args...)
}

// Date writes a date by a layout of package time that is a message: a language may order it in its own way, and its
// months and days of the week are messages too.
func (s *Speaker) Date(t time.Time, layout string) string {
	text := t.Format(s.get(layout))
	if s.Tag == English {
		return text
	}
	for _, name := range []string{t.Weekday().String(), t.Month().String()} {
		text = strings.Replace(text, name, s.get(name), 1)
	}
	return text
}

// said puts the phrases among the values into words.
func (s *Speaker) said(args []any) []any {
	if !slices.ContainsFunc(args, func(a any) bool { _, is := a.(news.Phrase); return is }) {
		return args
	}
	args = slices.Clone(args)
	for i, a := range args {
		if p, is := a.(news.Phrase); is {
			args[i] = s.Say(p)
		}
	}
	return args
}

func fill(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// names that dates are made of, for the catalogues.
var _ = []string{
	news.Word("Monday"), news.Word("Tuesday"), news.Word("Wednesday"), news.Word("Thursday"), news.Word("Friday"), news.Word("Saturday"),
	news.Word("Sunday"), news.Word("January"), news.Word("February"), news.Word("March"), news.Word("April"), news.Word("May"), news.Word("June"),
	news.Word("July"), news.Word("August"), news.Word("September"), news.Word("October"), news.Word("November"), news.Word("December"),
}
