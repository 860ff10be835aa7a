package feed_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What the scoreboards share: where the evaluation data is, and when two values say the same.

// shared finds the folder of evaluation data, or skips the test with a message.
func shared(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("NUTGRAF_SHARED")
	if folder == "" {
		folder, _ = filepath.Abs(".")
		for !exists(filepath.Join(folder, "shared", "data")) && folder != filepath.Dir(folder) {
			folder = filepath.Dir(folder)
		}
		folder = filepath.Join(folder, "shared")
	}
	if !exists(filepath.Join(folder, "data", "feeds")) {
		t.Skip("no evaluation data (NUTGRAF_SHARED): the scoreboards were not run")
	}
	return filepath.Join(folder, "data", "feeds")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// files lists the files below a folder whose names end so.
func files(t testing.TB, folder, ending string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ending) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// sameHTML compares two fragments as what they show: the order of attributes, their quotes, the way in which an empty
// element ends and declarations of namespaces say nothing.
func sameHTML(a, b string) bool { return a == b || canonical(a) == canonical(b) }

func canonical(fragment string) string {
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return fragment
	}
	var b strings.Builder
	var write func(n *html.Node)
	write = func(n *html.Node) {
		if n.Type != html.ElementNode {
			fmt.Fprintf(&b, "%q", n.Data)
			return
		}
		attrs := slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return strings.HasPrefix(a.Key, "xmlns") || a.Namespace == "xmlns" })
		slices.SortFunc(attrs, func(x, y html.Attribute) int { return strings.Compare(x.Key, y.Key) })
		fmt.Fprintf(&b, "<%s %q>", n.Data, attrs)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(c)
		}
		b.WriteString("</>")
	}
	for _, n := range nodes {
		write(n)
	}
	return b.String()
}

// leftOut counts assertions that name what we do not have, by the reason.
type leftOut map[string]map[string]int

func (l leftOut) add(reason, path string) {
	if l[reason] == nil {
		l[reason] = map[string]int{}
	}
	l[reason][path]++
}

func (l leftOut) print(t *testing.T) {
	t.Helper()
	for _, reason := range sortedKeys(l) {
		total, paths := 0, []string{}
		for _, path := range sortedKeys(l[reason]) {
			total += l[reason][path]
			paths = append(paths, fmt.Sprintf("%s %d", path, l[reason][path]))
		}
		t.Logf("left out, %4d: %s\n    %s", total, reason, strings.Join(paths, ", "))
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
