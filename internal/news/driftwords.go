package news

import (
	"fmt"
	"math"
	"strings"
)

// This file words how the pages of a source are read.

// Says words a drift for people.
func (d Drift) Says() string {
	was, is := d.What.Word(d.Was), d.What.Word(d.Is)
	switch d.What {
	case MeasureLength:
		return fmt.Sprintf("Its texts are much shorter than they were: of late about %s, usually %s.", is, was)
	case MeasureShare:
		return fmt.Sprintf("Its texts take in much more of its pages than they did, %s instead of %s: there may be furniture in them.", is, was)
	case MeasureHeadline:
		return fmt.Sprintf("A headline is found on %s of its pages of late, usually on %s.", is, was)
	case MeasureDate:
		return fmt.Sprintf("A date is found on %s of its pages of late, usually on %s.", is, was)
	case MeasureFailures:
		return fmt.Sprintf("No article is found on %s of its pages of late, usually on %s.", is, was)
	case MeasureRules:
		return fmt.Sprintf("Its rules no longer match (%s): its pages are read as if there were none.", strings.Join(d.Rules, ", "))
	}
	return ""
}

// Ended words that a drift is over.
func (d Drift) Ended() string {
	switch d.What {
	case MeasureLength:
		return "Its texts are as long as they were again."
	case MeasureShare:
		return "Its texts take in as much of its pages as they did again."
	case MeasureHeadline:
		return "Its headlines are found again."
	case MeasureDate:
		return "Its dates are found again."
	case MeasureFailures:
		return "Articles are found on its pages again."
	}
	return "Its rules match again."
}

// Do is what an operator can do about a drift of a source.
func (d Drift) Do(host string) string {
	if d.What == MeasureRules {
		return fmt.Sprintf("Its publisher has changed its pages: correct the rules with \"nutgraf sources set %s --body CSS\", or take them away.", host)
	}
	return fmt.Sprintf("Look at one of its pages: its publisher may have changed them, or put up a wall. \"nutgraf sources set %s --body CSS\" says where the text is.", host)
}

// Word says a value of a measure in words.
func (m Measure) Word(value float64) string {
	if m != MeasureLength {
		return fmt.Sprintf("%.0f %%", 100*value)
	}
	n := math.Exp(value) - 1 // to two digits
	if step := math.Pow(10, math.Floor(math.Log10(max(n, 1)))-1); step > 1 {
		n = math.Round(n/step) * step
	}
	return fmt.Sprintf("%.0f letters", n)
}
