// Command extract brings the catalogues of the interface up to date: it gathers the messages that templates and code
// name, adds to each catalogue those it lacks, untranslated, and takes out those that nobody says any more. Run it in
// the project's folder:
//
//	go run ./internal/message/extract
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

func run() error {
	messages, err := gather("internal")
	if err != nil {
		return err
	}
	catalogues, err := filepath.Glob("internal/message/catalogue/*.po")
	if err != nil {
		return err
	}
	for _, path := range catalogues {
		old, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text, missing := merge(string(old), messages)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil { //nolint:gosec // a source file
			return err
		}
		fmt.Printf("%s: %d messages, %d to be translated\n", path, len(messages), missing)
	}
	return nil
}
