package feed

import "strings"

// speaks notes the language that a part of an entry says it has, unless it is inherited.
func (f *entryFacts) speaks(c *node, rank int) {
	if c.lang != c.parent.lang {
		f.language.put(c.lang, rank)
	}
}

// speaksLike notes the language of the content, which is the entry's, be it inherited or said to be none.
func (f *entryFacts) speaksLike(c *node) {
	if f.language.rank <= 3 && (c.lang != "" || c.parent.lang != "") {
		f.language = best{c.lang, 3}
	}
}

// languageTag writes "en_us" as BCP 47 does, as far as that is safe. What is too long for a tag is none.
func languageTag(s string) string {
	if len(s) > 60 {
		return ""
	}
	return strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
}
