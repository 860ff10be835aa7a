package extract

import "nutgraf/internal/news"

// WithWeights is [Extract] with other weights than those the program was built with: a first and a second forest,
// and that for stacks, as internal/extract/train writes them. They serve to judge a page by weights that have not learned from its site. The
// error wraps [forest.ErrFormat].
func WithWeights(first, second, stack []byte) (func(content []byte, at Context) ([]news.Article, error), error) {
	w, err := readWeights(first, second, stack)
	if err != nil {
		return nil, err
	}
	return func(content []byte, at Context) ([]news.Article, error) {
		return extract(content, at, func() *weights { return w }, &news.Look{})
	}, nil
}
