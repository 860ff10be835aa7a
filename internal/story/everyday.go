package story

// everyday returns the share of ordinary texts that a word stands in.
func everyday(hash uint32) float64 { return 0 }
