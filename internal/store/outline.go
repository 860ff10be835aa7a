package store

import (
	"encoding/json"
	"fmt"

	"nutgraf/internal/news"
)

// outlineShape is how what an OPML file says of a feed is stored. Created is microseconds, as in columns.
type outlineShape struct {
	Folders     []string   `json:"folders,omitempty"`
	Own         string     `json:"own,omitempty"`
	Type        string     `json:"type,omitempty"`
	Version     string     `json:"version,omitempty"`
	Description string     `json:"description,omitempty"`
	Categories  []string   `json:"categories,omitempty"`
	Created     int64      `json:"created,omitempty"`
	Also        [][]string `json:"also,omitempty"`
}

func packOutline(w news.Subscription) string {
	o := w.Outline
	return object(outlineShape{Folders: w.Folders, Own: o.Own, Type: o.Type, Version: o.Version, Description: o.Description,
		Categories: o.Categories, Created: micros(o.Created), Also: o.Also})
}

func unpackOutline(s string, w *news.Subscription) error {
	if s == "" {
		return nil
	}
	var o outlineShape
	if err := json.Unmarshal([]byte(s), &o); err != nil {
		return fmt.Errorf("folders of feed %s: %w", w.URL, err)
	}
	w.Folders = o.Folders
	w.Outline = news.Outline{Own: o.Own, Type: o.Type, Version: o.Version, Description: o.Description,
		Categories: o.Categories, Created: fromMicros(o.Created), Also: o.Also}
	return nil
}
