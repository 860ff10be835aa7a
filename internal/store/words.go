package store

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"
)

// This file tells whether words changed, or only what surrounds them.

// words reduces HTML to what it tells, for comparing: without markup and white space, with one kind of quotes and dashes,
// without the queries of addresses, and without counters that run by themselves: reading times, numbers of comments,
// "updated 5 minutes ago".
func words(s string) string {
	s = visible(s)
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	tokens := strings.Fields(s)
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(tokens); {
		token := tokens[i]
		if c := token[0]; c >= '0' && c <= '9' || c == '(' || c == '[' {
			if n := counter(tokens[i:], tokens[:i]); n > 0 {
				i += n
				continue
			}
		}
		if strings.HasPrefix(token, "http") {
			if end := strings.IndexAny(token, "?#"); end > 0 {
				token = token[:end]
			}
		}
		b.WriteString(token)
		i++
	}
	told := b.String()
	for i := range len(told) {
		if told[i] >= utf8.RuneSelf {
			return plainSigns.Replace(told)
		}
	}
	return told
}

var plainSigns = strings.NewReplacer("‘", "'", "’", "'", "‚", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
	"–", "-", "—", "-", "‑", "-", "…", "...", "\u00ad", "", "\u200b", "", "\ufeff", "")

// visible is HTML without its tags, comments, scripts and styles. What parts paragraphs becomes a blank.
func visible(s string) string {
	at := strings.IndexByte(s, '<')
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; at >= 0; at = strings.IndexByte(s, '<') {
		b.WriteString(s[:at])
		s = s[at:]
		if !opensTag(s) {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		name, size := tag(s)
		s = s[size:]
		switch {
		case name == "script" || name == "style":
			s = skipTo(s, "</"+name)
		case !inline[name]:
			b.WriteByte(' ')
		}
	}
	b.WriteString(s)
	return b.String()
}

var inline = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "em": true,
	"font": true, "i": true, "ins": true, "mark": true, "q": true, "s": true, "small": true, "span": true, "strong": true, "sub": true,
	"sup": true, "u": true, "wbr": true}

func opensTag(s string) bool {
	if len(s) < 2 {
		return false
	}
	c := s[1] | 0x20
	return c >= 'a' && c <= 'z' || s[1] == '/' || s[1] == '!' || s[1] == '?'
}

// tag reads a tag or comment at the beginning of s: its name in lower case, also of an end tag, and its bytes.
func tag(s string) (name string, size int) {
	if strings.HasPrefix(s, "<!--") {
		return "!", len(s) - len(skipTo(s[4:], "-->"))
	}
	at := 1
	if at < len(s) && s[at] == '/' {
		at++
	}
	end := at
	for end < len(s) && (s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z' || s[end] >= '0' && s[end] <= '9') {
		end++
	}
	quote := byte(0)
	for i := end; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return strings.ToLower(s[at:end]), i + 1
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		}
	}
	if close := strings.IndexByte(s, '>'); close >= 0 { // a quote that never ends
		return strings.ToLower(s[at:end]), close + 1
	}
	return strings.ToLower(s[at:end]), len(s)
}

// skipTo is what follows the ">" of the next mark; nothing when there is none.
func skipTo(s, mark string) string {
	for i := 0; i+len(mark) <= len(s); i++ {
		if s[i] == mark[0] && strings.EqualFold(s[i:i+len(mark)], mark) {
			if end := strings.IndexByte(s[i:], '>'); end >= 0 {
				return s[i+end+1:]
			}
			break
		}
	}
	return ""
}

// counter returns how many tokens at the beginning of next are a counter that runs by itself; 0: none.
func counter(next, before []string) int {
	number, unit := splitNumber(next[0])
	if number == "" {
		return 0
	}
	size := 1
	if unit == "" && len(next) > 1 {
		unit, size = plainToken(next[1]), 2
	}
	if !units[unit] {
		return counted(next[0], before)
	}
	last := func(n int) string {
		if len(before) < n {
			return ""
		}
		return plainToken(before[len(before)-n])
	}
	following := ""
	if len(next) > size {
		following = plainToken(next[size])
	}
	switch {
	case slices.Contains(answers, unit):
		return size
	case slices.Contains(minutes, unit) && slices.Contains(reading, following):
		return size + 1
	case slices.Contains(minutes, unit) && following == "de" && len(next) > size+1 && slices.Contains(reading, plainToken(next[size+1])):
		return size + 2
	case slices.Contains(minutes, unit) && (slices.Contains(reading, last(1)) || last(1) == "time" && slices.Contains(reading, last(2))):
		return size
	case slices.Contains(spans, unit) && slices.Contains(ago, following):
		return size + 1
	case slices.Contains(spans, unit) && (last(1) == "vor" || last(1) == "hace" || last(1) == "a" && last(2) == "y"):
		return size
	}
	return counted(next[0], before)
}

// counted recognizes the number in "Comments (12)" and "Comments: 12".
func counted(token string, before []string) int {
	if len(before) == 0 {
		return 0
	}
	label := before[len(before)-1]
	if (token[0] == '(' || strings.HasSuffix(label, ":")) && slices.Contains(answers, plainToken(label)) {
		return 1
	}
	return 0
}

// splitNumber splits "5", "(5)", "1,204", "5-minute" and "5min" into digits and what follows; the number is empty when
// the token begins with none.
func splitNumber(token string) (number, unit string) {
	token = strings.TrimLeft(token, "([")
	end := 0
	for end < len(token) && (token[end] >= '0' && token[end] <= '9' || end > 0 && (token[end] == ',' || token[end] == '.')) {
		end++
	}
	return token[:end], plainToken(token[end:])
}

// plainToken is a token in lower case without the signs around it.
func plainToken(token string) string {
	return strings.ToLower(strings.Trim(token, "()[]{}.,:;!|-·•*\"'"))
}

var (
	answers = []string{
		"comment", "comments", "reply", "replies", "likes", "shares", "views", "kommentar", "kommentare", "kommentarer", "kommentit",
		"commentaire", "commentaires", "comentario", "comentarios", "comentário", "comentários", "commento", "commenti", "reacties",
		"reactie", "komentarze", "komentarzy", "komentář", "komentářů", "комментарий", "комментария", "комментариев", "komentar",
	}
	minutes = []string{"min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "minuter", "minutter", "minut", "минут", "мин"}
	spans   = slices.Concat(minutes, []string{
		"sec", "secs", "second", "seconds", "hour", "hours", "hr", "hrs", "h", "sekunden", "stunde", "stunden", "heure", "heures",
		"hora", "horas", "ora", "ore", "uur", "timme", "timmar", "timer", "godzin", "часов", "часа", "час", "minuut",
	})
	units = func() map[string]bool {
		all := map[string]bool{}
		for _, unit := range slices.Concat(answers, spans) {
			all[unit] = true
		}
		return all
	}()
	reading = []string{"read", "reading", "lesezeit", "lecture", "lectura", "lettura", "leitura", "leestijd", "lezen", "läsning", "läsa", "чтения", "czytania"}
	ago     = []string{"ago", "geleden", "fa", "atrás", "назад", "sedan", "siden", "sitten", "temu"}
)
