package key

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Features is how many things are known of a sentence when it is judged.
const Features = 16

const (
	featureFirst = iota
	featureEarly // 1 for the first, half for the second …
	featureLate  // which part of the text it stands in, 0 to 1
	featureCentral
	featureCommon // mean count of its words in the text
	featureHeadline
	featureNames
	featureNumber
	featureLength
	featureShort
	featureLong
	featureQuoted
	featureLeaning
	featureParagraph // it begins one
	featureThree     // one of the first three
	featurePlace     // logarithm of its place
)

// weighing is what the features of a sentence count for.
type weighing struct {
	features [Features]float32
	repeats  float32 // what it costs to say again what a chosen sentence says
	alike    float32 // share of its telling words that a chosen one may have too
}

// judge scores each line.
func (r *reader) judge() {
	squares := 0.0
	for id, n := range r.count {
		w := float64(n * r.rarity[id])
		squares += w * w
	}
	length := float32(math.Sqrt(squares))
	for i := range r.lines {
		l := &r.lines[i]
		s := r.p.Sentences[l.at]
		r.look(l, s)
		r.measure(l, length)
		for k, v := range l.features {
			l.score += weights.features[k] * v
		}
	}
}

// measure finds what is known of a line.
func (r *reader) measure(l *line, length float32) {
	s := r.p.Sentences[l.at]
	f := &l.features
	f[featureEarly] = 1 / float32(1+l.at)
	if l.at == 0 {
		f[featureFirst] = 1
	}
	if l.at < 3 {
		f[featureThree] = 1
	}
	f[featurePlace] = float32(math.Log(float64(1+l.at))) / 4
	f[featureLate] = float32(l.at) / float32(len(r.lines))
	dot, squares, common, headed := float32(0), float32(0), float32(0), float32(0)
	for _, w := range l.words {
		rare := r.rarity[w]
		dot += rare * rare * r.count[w]
		squares += rare * rare
		common += rare * float32(math.Log1p(float64(r.count[w]-1)))
		if r.headed[w] {
			headed += rare
		}
	}
	if squares > 0 && length > 0 {
		f[featureCentral] = dot / (float32(math.Sqrt(float64(squares))) * length)
	}
	if l.weight > 0 {
		f[featureCommon] = common / l.weight
	}
	if r.headline > 0 {
		f[featureHeadline] = headed / r.headline
	}
	f[featureNames] = float32(min(r.names(s), 4)) / 4
	words := s.End - s.First
	f[featureLength] = float32(math.Log(float64(1+words))) / 4
	r.form(l, s, words)
}

// form finds what the form of a sentence tells.
func (r *reader) form(l *line, s text.Sentence, words int) {
	f := &l.features
	mark := func(k int, is bool) {
		if is {
			f[k] = 1
		}
	}
	mark(featureShort, words < 10)
	mark(featureLong, words > 45)
	mark(featureNumber, l.number)
	mark(featureQuoted, l.quoted)
	mark(featureParagraph, s.Span.Start == 0 || r.p.Text[s.Span.Start-1] == '\n')
	if s.First < s.End && len(r.p.Word(s.First)) <= 10 {
		var buffer [16]byte
		mark(featureLeaning, leaning()[string(lower(buffer[:0], r.p.Word(s.First)))])
	}
}

func lower(b []byte, w string) []byte {
	for _, c := range w {
		b = utf8.AppendRune(b, unicode.ToLower(c))
	}
	return b
}

// names counts the names in a sentence; words with a capital letter where nobody has looked for names.
func (r *reader) names(s text.Sentence) int {
	n := 0
	if len(r.mentions) > 0 {
		low, high := 0, len(r.mentions)
		for low < high {
			if mid := (low + high) / 2; r.mentions[mid].End <= s.Span.Start {
				low = mid + 1
			} else {
				high = mid
			}
		}
		for ; low < len(r.mentions) && r.mentions[low].Start < s.Span.End; low++ {
			n++
		}
		return n
	}
	for i := s.First + 1; i < s.End; i++ {
		if r.p.Tokens[i].Kind != text.TokenWord {
			continue
		}
		if c, _ := utf8.DecodeRuneInString(r.p.Word(i)); unicode.IsUpper(c) {
			n++
		}
	}
	return n / 2
}

const maxTokens = 70 // a longer sentence is none that a reader takes in at once

// look sees whether a sentence can stand for a text by its form.
func (r *reader) look(l *line, s text.Sentence) {
	straight, opened, low, odd := 0, 0, false, false
	for i := s.First; i < s.End; i++ {
		tok := &r.p.Tokens[i]
		if tok.Kind == text.TokenNumber {
			l.number = true
		}
		if tok.Kind != text.TokenMark {
			continue
		}
		switch r.p.Text[tok.Start:tok.End] {
		case `"`:
			straight++
		case "“":
			opened++
			l.quoted = true
		case "”":
			opened--
		case "„":
			low = true
		case "«", "「":
			l.quoted = true
		case "@", "{", "}", "|", "©":
			odd = true
		case ":":
			odd = odd || strings.HasPrefix(r.p.Text[tok.End:], "//")
		}
	}
	l.quoted = l.quoted || straight > 0 || low
	n := s.End - s.First
	last, _ := utf8.DecodeLastRuneInString(r.p.Text[s.Span.Start:s.Span.End])
	opens, _ := utf8.DecodeRuneInString(r.p.Text[s.Span.Start:s.Span.End])
	ends := opens == ')' || opens == ',' || opens == ']' || unicode.IsDigit(last) || unicode.IsLetter(last) && last < 0x590 || last == ':' || last == '…' || last == ',' || last == ';'
	l.unfit = n < 6 || ends || odd || straight%2 != 0 || opened != 0 && !low
	l.long = n > maxTokens
}

// Judged is what is known of a sentence of a text, for the program in train.
type Judged struct {
	Features [Features]float32
	Unfit    bool
	Shares   []float32 // with each sentence, of what tells in this one
}

// Judge returns what is known of each sentence of a text. It is for the program in train.
func Judge(p *text.Prose, language, headline string, mentions []news.Mention) []Judged {
	r := readers.Get().(*reader)
	r.read(p, language, headline, mentions)
	rows := make([]Judged, len(r.lines))
	for i := range r.lines {
		l := &r.lines[i]
		rows[i] = Judged{l.features, l.unfit || l.long, make([]float32, len(r.lines))}
		for j := range r.lines {
			rows[i].Shares[j] = r.shared(l, &r.lines[j])
		}
	}
	r.p, r.mentions = nil, nil
	readers.Put(r)
	return rows
}
