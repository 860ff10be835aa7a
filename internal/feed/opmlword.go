package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// our is the value of an attribute of our own namespace, trimmed.
func (n *node) our(local string) string {
	for _, a := range n.attrs {
		if a.local == local && a.space == nutgrafSpace {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}

var (
	countryCode  = text.Lazy(`^[A-Za-z]{2}$`)
	languageTags = text.Lazy(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	plainType    = text.Lazy(`^[a-z0-9.+-]{1,20}$`)
)

func outlineType(s string) string {
	if s = lower(s); plainType.MatchString(s) && s != "rss" && s != "link" && s != "include" {
		return s
	}
	return ""
}

// outlineLanguage drops what is no language, such as the "unknown" that a widespread program writes.
func outlineLanguage(s string) string {
	if s = languageTag(s); languageTags.MatchString(s) {
		return s
	}
	return ""
}

// categoryPath tidies a tag or a path such as "/arts/film".
func categoryPath(s string) string {
	s = outlineText(s)
	var parts []string
	for _, part := range strings.Split(s, "/") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	path := strings.Join(parts, "/")
	if strings.HasPrefix(s, "/") && path != "" {
		path = "/" + path
	}
	return path
}

// outlineText makes an attribute one line without controls, and of a bounded length.
func outlineText(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF' {
			return ' '
		}
		return r
	}, s)
	if len(s) > maxOutlineText {
		for s = s[:maxOutlineText]; !utf8.ValidString(s); {
			s = s[:len(s)-1]
		}
	}
	return strings.Join(strings.Fields(s), " ")
}
