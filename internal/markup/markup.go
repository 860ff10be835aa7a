// Package markup is HTML for the rest of the house: reading pages of any encoding and any brokenness, cleaning
// fragments so that they may be shown, absolute addresses, and plain text.
//
// [Parse] reads a whole page and never fails on its content; [Sanitize] is the one policy that decides which markup
// may be shown; [Text] and [PlainText] give words without markup. Everything here takes hostile bytes: time and
// memory grow linearly with the input, and the input is cut at [MaxPage].
package markup

import "errors"

// MaxPage is how many bytes of a page are read; the rest is ignored.
const MaxPage = 10 << 20

// ErrEmpty says that a page has no bytes at all.
var ErrEmpty = errors.New("markup: the page is empty")
