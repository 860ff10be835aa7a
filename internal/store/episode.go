package store

import (
	"context"
	"errors"
	"fmt"

	"nutgraf/internal/news"
)

// Episode returns what a podcast says of an entry besides its enclosure; nil when it is no podcast's, or is gone.
func (s *Store) Episode(ctx context.Context, id news.EntryID) (*news.Episode, error) {
	var e news.Entry
	err := s.one(ctx, func(row scanner) error {
		var detail []byte
		if err := row.Scan(&detail); err != nil {
			return err
		}
		return unpackEntry(detail, &e)
	}, "SELECT detail FROM entry_details WHERE entry_id = ?", int64(id))
	if errors.Is(err, news.ErrNotFound) {
		return nil, nil //nolint:nilnil // to have none is no error
	}
	return e.Episode, s.fail(fmt.Sprintf("episode of entry %d", id), err)
}
