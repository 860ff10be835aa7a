package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"nutgraf/internal/enrich/name"
)

// doc is a text of a collection: its sentences as people cut them, with the type of each token.
type doc struct {
	set       string
	clean     bool // its licence lets weights go anywhere
	weight    float32
	sentences [][]token
	any       bool // Other was not labelled: what has no type may be one
}

// token is a word and the name it belongs to. Names that follow each other begin with fresh.
type token struct {
	word  string
	kind  int // types of name; -1 none, -2 not known
	fresh bool
}

const (
	none    = -1
	unknown = -2
)

// kindsOf leads from the labels of the collections to types.
var kindsOf = map[string]int{
	"PER": name.Person, "PERSON": name.Person, "person": name.Person, "Person": name.Person,
	"ORG": name.Organisation, "corporation": name.Organisation, "group": name.Organisation, "Organisation": name.Organisation, "ORGANIZATION": name.Organisation,
	"LOC": name.Place, "LOCATION": name.Place, "location": name.Place, "Location": name.Place,
	"MISC": name.Other, "Nationality": name.Other, "creative-work": name.Other, "product": name.Other,
}

// column reads files with a token a line, its label last and sentences apart by an empty line.
func column(path, set string, docs []doc, whole int) ([]doc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	current := doc{set: set}
	var sentence []token
	flush := func() {
		if len(sentence) > 0 {
			current.sentences = append(current.sentences, sentence)
			sentence = nil
		}
	}
	end := func() {
		flush()
		if len(current.sentences) > 0 {
			docs = append(docs, current)
		}
		current = doc{set: set}
	}
	last := "O"
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), " \r")
		if strings.HasPrefix(line, "# newdoc") {
			end()
			continue
		}
		if strings.HasPrefix(line, "# ") && strings.Contains(line, " = ") {
			continue
		}
		fields := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(fields) < 2 {
			flush()
			last = "O"
			if whole > 0 && len(current.sentences) >= whole {
				end()
			}
			continue
		}
		if fields[0] == "-DOCSTART-" {
			end()
			continue
		}
		w, label := fields[0], fields[len(fields)-1]
		if strings.HasSuffix(path, ".iob2") {
			w, label = fields[1], fields[2]
		}
		t := token{word: w, kind: none}
		part, class, _ := strings.Cut(label, "-")
		if label != "O" {
			if k, ok := kindsOf[class]; ok {
				t.kind = k
			}
			lastPart, lastClass, _ := strings.Cut(last, "-")
			t.fresh = part == "B" || last == "O" || lastClass != class
			_ = lastPart
		}
		last = label
		sentence = append(sentence, t)
	}
	end()
	return docs, lines.Err()
}

// silver reads what a machine labelled.
func silver(path, set string) ([]doc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(io.Reader(z))
	lines.Buffer(nil, 1<<20)
	var docs []doc
	sentence, last := "", "O"
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if fields[0] == "#DOC" {
			docs = append(docs, doc{set: set})
			sentence = ""
			continue
		}
		if len(fields) < 6 {
			continue
		}
		d := &docs[len(docs)-1]
		if fields[0] != sentence {
			sentence, last = fields[0], "O"
			d.sentences = append(d.sentences, nil)
		}
		t := token{word: fields[3], kind: none}
		if k, ok := kindsOf[fields[5]]; ok {
			t.kind, t.fresh = k, fields[5] != last
		} else if fields[5] == "MISC" {
			t.kind = name.Other
		}
		last = fields[5]
		s := &d.sentences[len(d.sentences)-1]
		*s = append(*s, t)
	}
	return docs, lines.Err()
}

// load reads the collections under dir/language.
func load(dir string) (map[string][]doc, error) {
	in := func(parts ...string) string { return filepath.Join(append([]string{dir, "language"}, parts...)...) }
	sets := map[string][]doc{}
	for _, f := range []struct {
		set, path string
		whole     int
		clean     bool
		any       bool
		weight    float32
	}{
		{"conll", in("conll2003", "corpus", "CoNLL-2003", "eng.train"), 0, false, false, 1},
		{"testa", in("conll2003", "corpus", "CoNLL-2003", "eng.testa"), 0, false, false, 1},
		{"wikigold", in("ner_misc", "data", "wikigold", "CONLL-format", "data", "wikigold.conll.txt"), 12, true, false, 1},
		{"ewt", in("uner_ewt", "en_ewt-ud-dev.iob2"), 0, true, true, 1},
		{"ewt", in("uner_ewt", "en_ewt-ud-test.iob2"), 0, true, true, 1},
		{"wnut", in("ner_misc", "data", "WNUT17", "CONLL-format", "data", "train", "wnut17train.conll"), 1, true, true, .5},
		{"wnut", in("ner_misc", "data", "WNUT17", "CONLL-format", "data", "dev", "emerging.dev.conll"), 1, true, true, .5},
		{"wnut", in("ner_misc", "data", "WNUT17", "CONLL-format", "data", "test", "emerging.test.annotated"), 1, true, true, .5},
		{"btc", in("ner_misc", "data", "BTC", "CONLL-format", "data", "a.conll"), 1, true, true, .5},
		{"btc", in("ner_misc", "data", "BTC", "CONLL-format", "data", "b.conll"), 1, true, true, .5},
		{"btc", in("ner_misc", "data", "BTC", "CONLL-format", "data", "e.conll"), 1, true, true, .5},
		{"btc", in("ner_misc", "data", "BTC", "CONLL-format", "data", "f.conll"), 1, true, true, .5},
		{"btc", in("ner_misc", "data", "BTC", "CONLL-format", "data", "g.conll"), 1, true, true, .5},
		{"btc", in("ner_misc", "data", "BTC", "CONLL-format", "data", "h.conll"), 1, true, true, .5},
		{"re3d", in("ner_misc", "data", "re3d", "CONLL-format", "data", "train", "re3d-train.conll"), 10, true, true, .5},
		{"re3d", in("ner_misc", "data", "re3d", "CONLL-format", "data", "test", "re3d-test.conll"), 10, true, true, .5},
	} {
		docs, err := column(f.path, f.set, nil, f.whole)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.set, err)
		}
		for i := range docs {
			docs[i].clean, docs[i].weight, docs[i].any = f.clean, f.weight, f.any
		}
		sets[f.set] = append(sets[f.set], docs...)
	}
	docs, err := silver(in("polnear_corenlp", "train.tok.tsv.gz"), "polnear")
	if err != nil {
		return nil, err
	}
	for i := range docs {
		docs[i].weight, docs[i].any = .3, true
	}
	sets["polnear"] = docs
	return sets, nil
}
