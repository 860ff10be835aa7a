package extract

import (
	"bytes"

	"golang.org/x/net/html"
)

// addressWindow is how far into a page [Address] looks: heads end before that.
const addressWindow = 128 << 10

// Address is a quick look at where a page says it lives: its og:url or canonical link, "" when it does not tell.
// It reads the page's head only, for files that come without an address.
func Address(page []byte) string {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), addressWindow)]))
	found := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return found
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "head" {
				return found
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if !more || (string(name) != "meta" && string(name) != "link") {
				continue
			}
			attributes := map[string]string{}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				attributes[string(key)] = string(value)
			}
			if attributes["rel"] == "canonical" && isAddress(attributes["href"]) {
				return attributes["href"]
			}
			if attributes["property"] == "og:url" && isAddress(attributes["content"]) {
				found = attributes["content"]
			}
		}
	}
}

func isAddress(s string) bool {
	return len(s) > 8 && (s[:7] == "http://" || s[:8] == "https://")
}
