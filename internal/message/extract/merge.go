package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// entry is a message of a catalogue as its file has it.
type entry struct {
	comments []string // of translators: lines that begin with "# " or "#,"
	id       string
	forms    []string // msgstr, or msgstr[0] and on
}

var pluralForms = regexp.MustCompile(`nplurals=(\d+)`)

// merge writes a catalogue anew: its header, and the messages in their order with what it has of them. missing is how
// many are not translated.
func merge(old string, messages []message) (text string, missing int) {
	entries, header := parseCatalogue(old)
	forms := 2
	if found := pluralForms.FindStringSubmatch(header); found != nil {
		forms, _ = strconv.Atoi(found[1])
	}
	known := map[string]entry{}
	for _, e := range entries {
		known[e.id] = e
	}
	var b strings.Builder
	b.WriteString(strings.TrimRight(header, "\n") + "\n")
	for _, m := range messages {
		e := known[m.id]
		want := 1
		if m.plural != "" {
			want = forms
		}
		for len(e.forms) < want {
			e.forms = append(e.forms, "")
		}
		e.forms = e.forms[:want]
		if slices.Contains(e.forms, "") {
			missing++
		}
		b.WriteByte('\n')
		for _, c := range e.comments {
			b.WriteString(c + "\n")
		}
		fmt.Fprintf(&b, "#: %s\n", m.where)
		if strings.Contains(m.id, "%") {
			b.WriteString("#, c-format\n")
		}
		fmt.Fprintf(&b, "msgid %s\n", quoted(m.id))
		if m.plural == "" {
			fmt.Fprintf(&b, "msgstr %s\n", quoted(e.forms[0]))
			continue
		}
		fmt.Fprintf(&b, "msgid_plural %s\n", quoted(m.plural))
		for i, form := range e.forms {
			fmt.Fprintf(&b, "msgstr[%d] %s\n", i, quoted(form))
		}
	}
	return b.String(), missing
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

func quoted(s string) string { return `"` + escapes.Replace(s) + `"` }

// parseCatalogue reads entries that are separated by empty lines, as [merge] and other tools write them; the first is
// the header.
func parseCatalogue(text string) (entries []entry, header string) {
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		var e entry
		var into *string
		for line := range strings.Lines(part) {
			line = strings.TrimSpace(line)
			keyword, rest, _ := strings.Cut(line, " ")
			switch {
			case keyword == "#":
				e.comments = append(e.comments, line)
			case keyword == "msgid":
				into = &e.id
			case strings.HasPrefix(keyword, "msgstr"):
				e.forms = append(e.forms, "")
				into = &e.forms[len(e.forms)-1]
			case strings.HasPrefix(line, `"`):
				rest = line
			default:
				into = nil
			}
			if unquoted, err := strconv.Unquote(strings.TrimSpace(rest)); err == nil && into != nil {
				*into += unquoted
			}
		}
		switch {
		case e.id != "":
			entries = append(entries, e)
		case len(e.forms) > 0 && header == "":
			header = part
		}
	}
	return entries, header
}
