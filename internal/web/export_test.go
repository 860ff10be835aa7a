package web

// Routes lists the site's patterns for the golden file.
func Routes() []string {
	var patterns []string
	for _, route := range (&Site{}).routes() {
		patterns = append(patterns, route.pattern)
	}
	return patterns
}

// What decides how figures are told.
var (
	Figure       = figure
	WorthTelling = worthTelling
)

// Listings are the pages that can be followed, and whether as a calendar too.
func Listings() map[string]bool {
	pages := map[string]bool{}
	for _, l := range (&Site{}).listings() {
		pages[l.page] = l.calendar != nil
	}
	return pages
}

// ThemeNames are the themes that a reader can choose.
var ThemeNames = themeNames
