package web

// Routes lists the site's patterns for the golden file.
func Routes() []string {
	var patterns []string
	for _, route := range append((&Site{}).routes(), (&Site{}).own()...) {
		patterns = append(patterns, route.pattern)
	}
	return patterns
}

// What decides how figures are told.
var (
	Figure       = figure
	WorthTelling = worthTelling
)
