package app

import (
	"io"
	"time"

	"nutgraf/internal/news"
)

// Mailbox is mailbox.
func Mailbox(address string) (news.Subscription, bool, error) { return mailbox(address) }

// NewFile makes an input of bytes.
func NewFile(path string, at time.Time, in io.Reader) File { return newFile(path, at, in) }

// Pages gives the addresses and pages in a web archive, and what went wrong.
func Pages(f File) (pages []news.Capture, result Import, err error) {
	err = importArchive(f, &result, func(e news.Entry) error {
		pages = append(pages, *e.Capture)
		return nil
	})
	return pages, result, err
}

// The parts that bring pictures.
var (
	NewGallery = newGallery
	OpenShelf  = openShelf
)
