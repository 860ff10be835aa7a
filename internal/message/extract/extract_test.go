package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
)

const root = "../.."

// TestCataloguesAreWhole: every message is translated into every language, in as many forms as it has, and with the
// verbs of the English.
func TestCataloguesAreWhole(t *testing.T) {
	t.Parallel()
	messages, err := gather(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(messages) < 300 {
		t.Fatalf("only %d messages were found: the search is broken", len(messages))
	}
	paths, err := filepath.Glob("../catalogue/*.po")
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d catalogues (%v), want ten languages beside English at least", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			written, missing := merge(string(text), messages)
			if missing > 0 || written != string(text) {
				t.Errorf("%d messages are not translated, or the file is not as go run ./internal/message/extract writes it", missing)
			}
			entries, _ := parseCatalogue(written)
			for i, e := range entries {
				m := messages[i]
				for _, form := range e.forms {
					if form == "" {
						t.Errorf("not translated: %q", m.id)
					} else if want := verbs(m); !fits(form, want, m.plural != "") {
						t.Errorf("%q: %q has the verbs %v, want those of %v", m.id, form, verbsOf(form), want)
					}
				}
			}
		})
	}
}

var verb = regexp.MustCompile(`%(?:\[(\d)\])?([a-z])`)

// verbsOf are the verbs of a text by the number of the value that fills them.
func verbsOf(text string) map[string]string {
	found := map[string]string{}
	next := '1'
	for _, m := range verb.FindAllStringSubmatch(strings.ReplaceAll(text, "%%", ""), -1) {
		at := m[1]
		if at == "" {
			at = string(next)
			next++
		}
		found[at] = m[2]
	}
	return found
}

func verbs(m message) map[string]string {
	if m.plural != "" {
		return verbsOf(m.plural)
	}
	return verbsOf(m.id)
}

// fits lets a form for one or two leave the number itself out ("an hour", "two hours").
func fits(form string, want map[string]string, plural bool) bool {
	got := verbsOf(form)
	if maps.Equal(got, want) {
		return true
	}
	if !plural {
		return false
	}
	for at, v := range got {
		if want[at] != v {
			return false
		}
	}
	return len(got) == 0 && len(want) == 1
}

// spoken are attributes whose values people hear or see.
var (
	tag    = regexp.MustCompile(`(?s)<(code|kbd|script)\b.*?</(?:code|kbd|script)>|<[^>]*>`)
	spoken = regexp.MustCompile(`(?:aria-label|title|placeholder|alt)="([^"]*)"`)
	word   = regexp.MustCompile(`\pL{2,}`)
)

// names need no translation.
var names = []string{"Nutgraf", "Atom", "JSON", "Feed", "OPML", "Markdown"}

// shapes are placeholders that show the form of what is wanted.
var shapes = regexp.MustCompile(`^[a-z.]+\.[a-z]+(/[a-z/]*)?$|^time$`)

// attributes are templates that stand inside of a tag, and say nothing.
var attributes = []string{"state", "medium-data", "whole"}

// TestNoWordsBesideTheCatalogues: no template says a word of its own that no catalogue could translate.
func TestNoWordsBesideTheCatalogues(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(root + "/web/templates/*/*.html")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d templates (%v)", len(paths), err)
	}
	for _, path := range append(paths, root+"/web/templates/layout.html") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		tree := parse.New(path)
		tree.Mode = parse.SkipFuncCheck
		trees := map[string]*parse.Tree{}
		if _, err := tree.Parse(string(text), "{{", "}}", trees); err != nil {
			t.Fatal(err)
		}
		for name, tree := range trees {
			if slices.Contains(attributes, name) {
				continue
			}
			// The text between actions, with a mark where each action stood, so that tags close.
			var b strings.Builder
			literals(tree.Root, &b)
			said := tag.ReplaceAllString(b.String(), " ")
			for _, m := range spoken.FindAllStringSubmatch(b.String(), -1) {
				if !shapes.MatchString(m[1]) {
					said += " " + m[1]
				}
			}
			for _, w := range word.FindAllString(said, -1) {
				if !slices.Contains(names, w) {
					t.Errorf("%s: %s says %q beside the catalogues", filepath.Base(path), name, w)
				}
			}
		}
	}
}

// literals writes what a template holds beside its actions.
func literals(node parse.Node, b *strings.Builder) {
	branch := func(n parse.BranchNode) {
		literals(n.List, b)
		if n.ElseList != nil {
			literals(n.ElseList, b)
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				literals(one, b)
			}
		}
	case *parse.TextNode:
		b.Write(n.Text)
	case *parse.ActionNode, *parse.TemplateNode:
		b.WriteString("·")
	case *parse.IfNode:
		branch(n.BranchNode)
	case *parse.RangeNode:
		branch(n.BranchNode)
	case *parse.WithNode:
		branch(n.BranchNode)
	}
}
