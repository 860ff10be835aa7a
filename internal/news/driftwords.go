package news

import (
	"math"
	"strings"
)

// This file words how the pages of a source are read.

// Says words a drift for people.
func (d Drift) Says() Phrase {
	was, is := d.What.Word(d.Was), d.What.Word(d.Is)
	switch d.What {
	case MeasureLength:
		return Say("Its texts are much shorter than they were: of late about %s, usually %s.", is, was)
	case MeasureShare:
		return Say("Its texts take in much more of its pages than they did, %s instead of %s: there may be furniture in them.", is, was)
	case MeasureHeadline:
		return Say("A headline is found on %s of its pages of late, usually on %s.", is, was)
	case MeasureDate:
		return Say("A date is found on %s of its pages of late, usually on %s.", is, was)
	case MeasureFailures:
		return Say("No article is found on %s of its pages of late, usually on %s.", is, was)
	case MeasureRules:
		return Say("Its rules no longer match (%s): its pages are read as if there were none.", strings.Join(d.Rules, ", "))
	}
	return Phrase{}
}

// Ended words that a drift is over.
func (d Drift) Ended() Phrase {
	switch d.What {
	case MeasureLength:
		return Say("Its texts are as long as they were again.")
	case MeasureShare:
		return Say("Its texts take in as much of its pages as they did again.")
	case MeasureHeadline:
		return Say("Its headlines are found again.")
	case MeasureDate:
		return Say("Its dates are found again.")
	case MeasureFailures:
		return Say("Articles are found on its pages again.")
	}
	return Say("Its rules match again.")
}

// Do is what an operator can do about a drift of a source.
func (d Drift) Do(host string) Phrase {
	if d.What == MeasureRules {
		return Say("Its publisher has changed its pages: correct the rules with \"nutgraf sources set %s --body CSS\", or take them away.", host)
	}
	return Say("Look at one of its pages: its publisher may have changed them, or put up a wall. \"nutgraf sources set %s --body CSS\" says where the text is.", host)
}

// Word says a value of a measure in words.
func (m Measure) Word(value float64) Phrase {
	if m != MeasureLength {
		return Say("%.0f %%", 100*value)
	}
	n := math.Exp(value) - 1 // to two digits
	if step := math.Pow(10, math.Floor(math.Log10(max(n, 1)))-1); step > 1 {
		n = math.Round(n/step) * step
	}
	return SayN(int(n), "%d letter", "%d letters")
}
