package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// fields reads "key: value" lines up to a blank line and returns them with what follows. Lines that start with "#" are
// comments. It refuses keys that are not in known, a list with blanks between, and a key given twice.
func fields(doc, known string) (map[string]string, string, error) {
	keys := strings.Fields(known)
	out := map[string]string{}
	doc = strings.TrimLeft(doc, "\n")
	for doc != "" {
		line, rest, _ := strings.Cut(doc, "\n")
		doc = rest
		if strings.TrimSpace(line) == "" {
			break
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		key, value, found := strings.Cut(line, ":")
		if !found || !slices.Contains(keys, key) {
			return nil, "", fmt.Errorf("line %q: no key of %s: %w", line, known, news.ErrInvalid)
		}
		if _, twice := out[key]; twice {
			return nil, "", fmt.Errorf("key %q twice: %w", key, news.ErrInvalid)
		}
		out[key] = strings.TrimSpace(value)
	}
	return out, doc, nil
}

// list splits a value at its semicolons.
func list(value string) []string {
	var out []string
	for part := range strings.SplitSeq(value, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// age reads a duration with days, such as "34d6h" or "2h10m".
func age(s string) (time.Duration, error) {
	var days time.Duration
	if d, rest, found := strings.Cut(s, "d"); found {
		n, err := time.ParseDuration(d + "h")
		if err != nil {
			return 0, fmt.Errorf("age %q: %w", s, news.ErrInvalid)
		}
		if days = 24 * n; rest == "" {
			return days, nil
		}
		s = rest
	}
	part, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("age %q: %w", s, news.ErrInvalid)
	}
	return days + part, nil
}

// blocks reads a body. at is the anchor, from which the age of a live post counts; zone is the outlet's.
func blocks(body string, at time.Time, zone *time.Location) ([]news.Block, error) {
	var out []news.Block
	for part := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		text := strings.Join(strings.Fields(part), " ")
		if text == "" {
			continue
		}
		if strings.HasPrefix(text, "* ") { // the items of a list stand on lines of their own
			for line := range strings.SplitSeq(strings.TrimSpace(part), "\n") {
				out = append(out, news.Block{Role: news.RoleListItem, Text: strings.TrimPrefix(strings.TrimSpace(line), "* ")})
			}
			continue
		}
		if post, found := strings.CutPrefix(text, "!post "); found {
			ago, title, _ := strings.Cut(post, " ")
			d, err := age(ago)
			if err != nil {
				return nil, err
			}
			out = append(out, news.Block{Role: news.RoleTimestamp, Text: at.Add(-d).In(zone).Format("15:04")})
			text = "## " + title
		}
		out = append(out, block(text))
	}
	return out, nil
}

// block tells a block's role by its first characters.
func block(text string) news.Block {
	for prefix, role := range map[string]news.Role{
		"## ": news.RoleHeading, "> ": news.RoleQuote, "!pull ": news.RolePullQuote,
	} {
		if rest, found := strings.CutPrefix(text, prefix); found {
			// Every line of a quotation may carry its mark.
			return news.Block{Role: role, Text: strings.ReplaceAll(rest, " > ", " ")}
		}
	}
	return news.Block{Role: news.RoleParagraph, Text: text}
}
