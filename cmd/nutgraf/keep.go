package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// keepCommand lets go of what is not kept any more.
type keepCommand struct {
	app.Storage
	app.Logging
	app.Keeping
	DryRun bool `help:"Only tell how much would go." once:""`
}

func (keepCommand) Help() string {
	return `A running service does this by itself, every hour and in small steps. Give the command the settings that the service has: the
same file, the same environment.

  nutgraf keep --dry-run                                       what would go by the settings
  nutgraf keep --dry-run --keep-texts 1y --keep-bytes 20GB     and by others
  nutgraf sources set gull.example --keep 90d                  of one source

What users saved and what is pinned stays. docs/keeping.md tells what goes and what stays.`
}

func (c *keepCommand) Run(s *session) error {
	defer s.catch()()
	open := c.Storage.Change
	if c.DryRun {
		open = c.Storage.Read
	}
	db, err := open(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := c.Sweep(s.ctx, db, c.Logger(), c.DryRun)
	if err != nil {
		return err
	}
	said := "let go"
	if c.DryRun {
		said = "would go"
	}
	some := false
	for _, g := range all {
		if g.Items == 0 {
			continue
		}
		some = true
		what := map[string][2]string{"captures": {"raw page", "raw pages"}, "texts": {"text", "texts"}}[g.What]
		why := map[string]string{"age": "too old", "bytes": "the database is too large"}[string(g.Rule)]
		fmt.Fprintf(s.out, "%s: %d %s, %s (%s)\n", said, g.Items, what[min(g.Items-1, 1)], news.Bytes(g.Bytes), why)
	}
	if !some {
		fmt.Fprintln(s.out, "nothing is old enough, or too much")
	}
	return nil
}

// sizeCommand tells what the database takes.
type sizeCommand struct {
	app.Storage
	app.Logging
	JSON bool `name:"json" help:"Print one JSON line per table."`
}

func (sizeCommand) Help() string {
	return `One line per table and index, the largest first, with what it takes in all and for each article. It works beside a running
service. SQLite's file is read from end to end for it, which takes some seconds per gigabyte; of PostgreSQL the rows are estimates.

  nutgraf size
  nutgraf size --json | jq -r '[.table, .bytes] | @tsv'`
}

// sizeLine is a line of size --json.
type sizeLine struct {
	Table      string           `json:"table"`
	Rows       int64            `json:"rows"`
	Bytes      int64            `json:"bytes"` // with indexes
	Data       int64            `json:"data_bytes"`
	Indexes    map[string]int64 `json:"index_bytes,omitempty"`
	PerArticle float64          `json:"bytes_per_article"`
}

func (c *sizeCommand) Run(s *session) error {
	defer s.catch()()
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	sizes, err := db.Sizes(s.ctx)
	if err != nil {
		return err
	}
	counts, err := db.Counts(s.ctx)
	if err != nil {
		return err
	}
	room, err := db.Occupied(s.ctx)
	if err != nil {
		return err
	}
	each := func(bytes int64) float64 { return float64(bytes) / float64(max(counts.Articles, 1)) }
	if c.JSON {
		encoder := json.NewEncoder(s.out)
		for _, t := range sizes {
			line := sizeLine{Table: t.Name, Rows: t.Rows, Bytes: t.All(), Data: t.Bytes, PerArticle: each(t.All()), Indexes: map[string]int64{}}
			for _, index := range t.Indexes {
				line.Indexes[index.Name] = index.Bytes
			}
			if err := encoder.Encode(line); err != nil {
				return err
			}
		}
		return nil
	}
	return tellSizes(s.out, sizes, counts.Articles, room, each)
}

func tellSizes(out io.Writer, sizes []news.TableSize, articles int, room news.Occupied, each func(int64) float64) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "rows\tbytes\tper article\t\t  table, index")
	var sum int64
	for _, t := range sizes {
		sum += t.All()
		fmt.Fprintf(table, "%d\t%d\t%.0f\t%.1f %%\t  %s\n", t.Rows, t.All(), each(t.All()), 100*float64(t.All())/float64(max(room.Total, 1)), t.Name)
		if len(t.Indexes) == 0 {
			continue
		}
		fmt.Fprintf(table, "\t%d\t%.0f\t\t    rows\n", t.Bytes, each(t.Bytes))
		for _, index := range t.Indexes {
			fmt.Fprintf(table, "\t%d\t%.0f\t\t    %s\n", index.Bytes, each(index.Bytes), index.Name)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d articles take %s, of which %s are free for what comes; a million would take %s\n",
		articles, news.Bytes(room.Total), news.Bytes(room.Free), news.Bytes(int64(1e6*each(sum))))
	return nil
}

// compactCommand writes the database anew.
type compactCommand struct {
	app.Storage
	app.Logging
}

func (compactCommand) Help() string {
	return `Stop the service first. The disk needs as much room again as the database takes. Afterwards the file is as small as it can be, and
what is let go later gives its room back in small steps, which databases that were made by older programs cannot. PostgreSQL needs none of this.

  nutgraf compact --data nutgraf-data`
}

func (c *compactCommand) Run(s *session) error {
	defer s.catch()()
	if c.Database != "" {
		fmt.Fprintln(s.out, "PostgreSQL uses free room again by itself; see docs/keeping.md")
		return nil
	}
	file := filepath.Join(c.Data, "nutgraf.db")
	before, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("no database in %s: name its folder with --data: %w", c.Data, news.ErrNotFound)
	}
	db, err := c.Open(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Compact(s.ctx); err != nil {
		return err
	}
	after, err := os.Stat(file)
	if err == nil {
		fmt.Fprintf(s.out, "%s before, %s now\n", news.Bytes(before.Size()), news.Bytes(after.Size()))
	}
	return err
}
