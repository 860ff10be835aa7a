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

// What decides how a picture's words and a standfirst are told.
var (
	PartCredit     = partCredit
	OnceStandfirst = onceStandfirst
)
