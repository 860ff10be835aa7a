package extract

import (
	"strings"

	"nutgraf/internal/markup"
)

// bodyKeys lead from a node of a body to its text.
var bodyKeys = []string{"text", "content", "html", "value", "children", "paragraphs", "blocks", "body", "content_elements", "items", "nodes", "rendered", "data", "attributes"}

// paragraphs gathers the text of a body, in whatever shape it is: HTML, plain text, lists of nodes.
func paragraphs(v any, all []string) []string {
	if len(all) >= maxBody {
		return all
	}
	switch v := v.(type) {
	case string:
		if len(v) > maxBodyBytes || isAddress(v) {
			return all
		}
		end, plain := "\n", markup.Fold
		if strings.Contains(v, "</") || strings.Contains(v, "<br") {
			v, end, plain = blockBreaks.Replace(v), blockEnd, markup.PlainText
		}
		for line := range strings.SplitSeq(v, end) {
			if line = plain(line); strings.Contains(line, " ") && len(all) < maxBody {
				all = append(all, line)
			}
		}
	case []any:
		if line, inline := runs(v); inline {
			return paragraphs(line, all)
		}
		for _, item := range v {
			all = paragraphs(item, all)
		}
	case map[string]any:
		switch kind := strings.ToLower(firstOf(words(v["type"]), words(v["__typename"]), words(v["_type"]))); {
		case strings.Contains(kind, "image"), strings.Contains(kind, "video"), strings.Contains(kind, "promo"), strings.Contains(kind, "related"), strings.Contains(kind, "newsletter"), kind == "ad", strings.Contains(kind, "advert"):
			return all
		}
		for _, key := range bodyKeys {
			switch v[key].(type) {
			case string, []any, map[string]any:
				return paragraphs(v[key], all)
			}
		}
	}
	return all
}

// runs joins the pieces of one paragraph, such as [{"type": "text", "text": "The "}, {"marks": …, "text": "lake"}].
func runs(list []any) (line string, inline bool) {
	var b strings.Builder
	for _, item := range list {
		object, ok := item.(map[string]any)
		if !ok {
			return "", false
		}
		text, isText := firstString(object, "text", "value")
		kind := strings.ToLower(firstOf(words(object["type"]), words(object["_type"]), words(object["nodeType"])))
		if !isText || kind != "text" && kind != "span" && kind != "" {
			return "", false
		}
		b.WriteString(text)
	}
	return b.String(), b.Len() > 0 && len(list) > 1
}

func firstString(v map[string]any, keys ...string) (string, bool) {
	for _, key := range keys {
		if s, ok := v[key].(string); ok {
			return s, true
		}
	}
	return "", false
}

const blockEnd = "\x1f" // between the paragraphs of HTML

// blockBreaks marks where the elements end that hold a paragraph.
var blockBreaks = strings.NewReplacer("</p>", blockEnd, "</li>", blockEnd, "</h2>", blockEnd, "</h3>", blockEnd, "</blockquote>", blockEnd,
	"</div>", blockEnd, "<br>", blockEnd, "<br/>", blockEnd, "<br />", blockEnd)
