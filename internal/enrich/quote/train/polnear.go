package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// document is an article of the collection with what people marked in it; all ranges are of bytes.
type document struct {
	id           string
	text         string
	attributions []attribution
	silver       []silverToken
}

// attribution is who says what, and by which words: each may be in several pieces.
type attribution struct {
	source, cue, content [][2]int
}

// silverToken is a word with the tag that a program gave it.
type silverToken struct {
	start, end int
	tag        string
}

// documents reads a part of PolNeAR (Newell, Margolin, Ruths, "An attribution relations corpus for political news",
// 2018), and the silver tags of its words when withTags.
func documents(dir, part string, withTags bool) ([]document, error) {
	folder := filepath.Join(dir, "polnear", "data", part)
	paths, err := filepath.Glob(filepath.Join(folder, "attributions", "*.ann"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("%s has no attributions/*.ann; name the folder that holds polnear and polnear_corenlp", folder)
	}
	sort.Strings(paths)
	var silver map[string][]silverToken
	if withTags {
		if silver, err = silverTokens(filepath.Join(dir, "polnear_corenlp", part+".tok.tsv.gz")); err != nil {
			return nil, err
		}
	}
	var all []document
	for _, path := range paths {
		name := filepath.Base(path)
		name = name[:strings.LastIndexByte(name, '_')] // the annotator's number is no part of it
		if n := len(all); n > 0 && all[n-1].id == name {
			continue // somebody else marked it too
		}
		raw, err := os.ReadFile(filepath.Join(folder, "text", name+".txt"))
		if err != nil {
			return nil, err
		}
		d := document{id: name, text: string(raw)}
		bytes := byteOffsets(d.text)
		if d.attributions, err = readAnn(path, bytes); err != nil {
			return nil, err
		}
		for _, s := range silver[name] {
			if s.end < len(bytes) {
				d.silver = append(d.silver, silverToken{bytes[s.start], bytes[s.end], s.tag})
			}
		}
		all = append(all, d)
	}
	return all, nil
}

// byteOffsets says at which byte each character begins; the last one is the length.
func byteOffsets(s string) []int {
	offsets := make([]int, 0, utf8.RuneCountInString(s)+1)
	for i := range s {
		offsets = append(offsets, i)
	}
	return append(offsets, len(s))
}

// readAnn reads a brat standoff file.
func readAnn(path string, bytes []int) ([]attribution, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	spans := map[string][][2]int{}
	var all []attribution
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) < 2 {
			continue
		}
		if cells[0][0] == 'T' {
			_, ranges, _ := strings.Cut(cells[1], " ")
			for _, r := range strings.Split(ranges, ";") {
				a, b, _ := strings.Cut(r, " ")
				start, err1 := strconv.Atoi(a)
				end, err2 := strconv.Atoi(b)
				if err1 != nil || err2 != nil || start > end || end >= len(bytes) {
					return nil, fmt.Errorf("%s: %q is no range of the text", path, r)
				}
				spans[cells[0]] = append(spans[cells[0]], [2]int{bytes[start], bytes[end]})
			}
			continue
		}
		if cells[0][0] != 'E' {
			continue
		}
		var a attribution
		for _, role := range strings.Fields(cells[1]) {
			name, id, _ := strings.Cut(role, ":")
			switch strings.TrimRight(name, "0123456789") {
			case "Source":
				a.source = append(a.source, spans[id]...)
			case "Cue":
				a.cue = append(a.cue, spans[id]...)
			case "Content":
				a.content = append(a.content, spans[id]...)
			}
		}
		for _, part := range [][][2]int{a.source, a.cue, a.content} {
			sort.Slice(part, func(i, j int) bool { return part[i][0] < part[j][0] })
		}
		if len(a.content) > 0 && len(a.cue) > 0 {
			all = append(all, a)
		}
	}
	return all, nil
}

// silverTokens reads the tagged words of each document, in characters.
func silverTokens(path string) (map[string][]silverToken, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	all := map[string][]silverToken{}
	id := ""
	lines := bufio.NewScanner(zip)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if cells[0] == "#DOC" && len(cells) > 1 {
			id = cells[1]
			continue
		}
		if len(cells) < 5 {
			continue
		}
		start, err1 := strconv.Atoi(cells[1])
		end, err2 := strconv.Atoi(cells[2])
		if err1 == nil && err2 == nil {
			all[id] = append(all[id], silverToken{start, end, cells[4]})
		}
	}
	return all, lines.Err()
}
