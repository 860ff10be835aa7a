// Package text knows what words are, in any language, and nothing of news.
//
//   - [Language] names the language of a text.
//   - [Fold] and [Terms] bring words to the form in which they are compared: search and grouping share it.
//   - [Sentences] and [Excerpt] cut a text where a reader would.
//   - [Shingles] are the runs of words by which copies are told.
//
// Every function is pure, takes any bytes, valid UTF-8 or not, runs in linear time and never panics. The weights
// behind [Language] are made by the program in train and embedded.
package text
