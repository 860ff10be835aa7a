package extract

import (
	"html"
	"strings"

	"nutgraf/internal/markup"
)

// Values of JSON-LD come as strings, lists and objects; what is wanted is mostly one text.

func listOf(v any) []any {
	if list, ok := v.([]any); ok {
		return list[:min(len(list), 50)]
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

// words is a value as plain text: the string itself, the first of a list, the name or address of an object.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return unescaped(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		if len(v) > 0 {
			if s, ok := v[0].(string); ok {
				return unescaped(s)
			}
		}
	case map[string]any:
		for _, key := range []string{"@value", "name", "url", "@id"} {
			if s, ok := v[key].(string); ok {
				return unescaped(s)
			}
		}
	}
	return ""
}

// unescaped resolves entities, also those that were escaped twice, and drops tags that got into a field of plain text.
func unescaped(s string) string {
	for range 2 {
		if !strings.Contains(s, "&") {
			break
		}
		s = html.UnescapeString(s)
	}
	if len(s) < 2000 && strings.Contains(s, "</") {
		s = markup.PlainText(s)
	}
	return markup.Fold(s)
}
