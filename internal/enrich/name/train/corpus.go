package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nutgraf/internal/text"
)

// corpus reads texts without labels in all languages that are read: news pages and sentences. Texts come by language, in the order of the files.
func corpus(dir string) (map[string][]string, error) {
	all := map[string][]string{}
	take := func(s string) {
		if len(s) < 60 {
			return
		}
		tag, sure := text.Language(s)
		if sure > .5 {
			all[tag] = append(all[tag], s)
		}
	}
	in := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	for _, path := range []string{
		in("stories", "stream-en", "docs.jsonl"), in("stories", "bbc-news", "docs.jsonl"), in("stories", "contest-pages", "articles.jsonl.gz"),
		in("stories", "wikinews-medium", "wikinews_medium.jsonl"), in("stories", "masakhanews", "eng.dev.jsonl.gz"), in("stories", "masakhanews", "fra.dev.jsonl.gz"),
		in("stories", "contest-labels", "pairs_gold.jsonl"), in("extract", "naeb", "gold.jsonl"), in("extract", "fundus258", "gold.jsonl"), in("extract", "wcxb-dev-articles", "gold.jsonl"),
	} {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(path, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				return nil, err
			}
			if b, err = io.ReadAll(z); err != nil {
				return nil, err
			}
		}
		lines := bufio.NewScanner(bytes.NewReader(b))
		lines.Buffer(nil, 1<<26)
		for lines.Scan() {
			var any map[string]json.RawMessage
			if json.Unmarshal(lines.Bytes(), &any) != nil {
				continue
			}
			for _, key := range []string{"text", "articleBody", "body", "a_text", "b_text", "text_a", "text_b", "first_text", "second_text"} {
				var s string
				if json.Unmarshal(any[key], &s) == nil {
					take(s)
				}
			}
		}
		if err := lines.Err(); err != nil {
			return nil, err
		}
	}
	paths, err := filepath.Glob(in("language", "polnear", "data", "train", "text", "*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		take(string(b))
	}
	return all, nil
}
