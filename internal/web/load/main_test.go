package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestRead takes whole addresses as they are, and paths below a base.
func TestRead(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(name, []byte("/old\nhttp://127.0.0.1:2/here\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mixed, err := read(name, "http://127.0.0.1:1/")
	if want := []string{"http://127.0.0.1:1/old", "http://127.0.0.1:2/here"}; err != nil || !slices.Equal(mixed, want) {
		t.Errorf("got %q, %v; want %q", mixed, err, want)
	}
}
