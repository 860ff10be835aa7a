package extract

import (
	"bytes"

	"golang.org/x/net/html"
)

// originWindow is how far into a page [Origin] looks: heads end before that.
const originWindow = 128 << 10

// Origin is a quick look at where a page says it is from: its canonical or og:url address and its og:site_name, each
// "" when it does not tell. It reads the page's head only, for files that come without an address.
func Origin(page []byte) (address, outlet string) {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), originWindow)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return address, outlet
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "head" {
				return address, outlet
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
			switch {
			case attributes["rel"] == "canonical" && isAddress(attributes["href"]):
				address = attributes["href"]
			case attributes["property"] == "og:url" && address == "" && isAddress(attributes["content"]):
				address = attributes["content"]
			case attributes["property"] == "og:site_name":
				outlet = attributes["content"]
			}
		}
	}
}

func isAddress(s string) bool {
	return len(s) > 8 && (s[:7] == "http://" || s[:8] == "https://")
}
