package ledger_test

import "testing"

func TestARoleThatSaysMoreStays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ first, then, want string }{
		"a word of it":      {"Valdorn’s water minister", "minister", "Valdorn’s water minister"},
		"another one":       {"water minister", "mayor of Osk", "mayor of Osk"},
		"one word, another": {"water minister", "mayor", "mayor"},
		"not any more":      {"former minister", "minister", "minister"},
	} {
		shelf := newShelf()
		shelf.settle(write(1, 0, 0, "person Ines Mabrow = "+c.first, "place Valdorn", "person Karl Ostrand"))
		shelf.settle(write(2, 24, 0, "person Ines Mabrow = "+c.then, "place Valdorn", "person Karl Ostrand"))
		if got := shelf.profiles[1]; got.Role != c.want {
			t.Errorf("%s: got %q, want %q", name, got.Role, c.want)
		}
	}
}
