package extract

import "nutgraf/internal/news"

const (
	drawnUnder = 600 // letters: a page that shows more has its text in its own elements
	drawnOver  = 2   // times as much its data must tell
)

// drawn takes the text from the data of a page that a program draws in the browser, when the page's own elements have
// next to none. A page that says that it is not free is left as it shows itself.
func (d *draft) drawn() {
	if d.page.evidence.walled(d.ld) {
		return
	}
	shown := measure(d.Text())
	if shown >= drawnUnder {
		return
	}
	told, letters := d.page.evidence.bodies(), 0
	for _, paragraph := range told {
		letters += measure(paragraph)
	}
	if letters < minStacked || letters < drawnOver*shown {
		return
	}
	var blocks []news.Block
	for _, b := range d.Blocks {
		if !b.Role.Body() {
			blocks = append(blocks, b)
		}
	}
	for _, paragraph := range told[:min(len(told), maxBlocks)] {
		if role := lineRole(paragraph); role != news.RolePromo && role != news.RoleBoilerplate {
			blocks = append(blocks, news.Block{Role: role, Text: paragraph})
		}
	}
	d.Blocks, d.cut = blocks, false
}
