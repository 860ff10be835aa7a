package number

import "strings"

// Known reports whether a class of the word list means something.
func Known(class string) bool {
	name, place, _ := strings.Cut(class, ".")
	_, isRole := roles[class]
	switch place {
	case "before", "after", "both", "self", "noun":
		return isRole || fates[name] != noFate
	case "least", "most", "about":
		return name == "bound" || name == "late"
	}
	return isRole
}
