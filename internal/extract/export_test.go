package extract

import (
	"fmt"
	"os"
	"path/filepath"

	"nutgraf/internal/news"
)

// ExtractUnseen is Extract with the weights that were trained without the page's site.
func ExtractUnseen(content []byte, at Context) ([]news.Article, error) {
	return ExtractFold(content, at, Fold(at.URL))
}

// ExtractFold is Extract with the weights that were trained without the sites of a fold.
func ExtractFold(content []byte, at Context, fold int) ([]news.Article, error) {
	var parts [3][]byte
	for i, name := range []string{"first", "second", "stack"} {
		var err error
		if parts[i], err = os.ReadFile(filepath.Join("testdata", "folds", fmt.Sprintf("%d.%s.forest", fold, name))); err != nil {
			return nil, err
		}
	}
	w, err := readWeights(parts[0], parts[1], parts[2])
	if err != nil {
		return nil, err
	}
	return extract(content, at, func() *weights { return w }, &news.Look{})
}
