package golden

// Updating reports whether the tests run with -update, for those that compare in a way of their own.
func Updating() bool { return *update }
