package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"nutgraf/internal/contest"
	"nutgraf/internal/news"

	"golang.org/x/sync/errgroup"
)

// contestCommand answers as the Telegram Data Clustering Contest asked.
type contestCommand struct {
	Languages  contestLanguages  `cmd:"" help:"Tell the pages of each language."`
	News       contestNews       `cmd:"" help:"Tell the English and Russian pages that are news."`
	Categories contestCategories `cmd:"" help:"Put the news under seven categories."`
	Threads    contestThreads    `cmd:"" help:"Group the news into threads, one for each event."`
	Top        contestTop        `cmd:"" help:"Tell the threads by importance: of all categories, and of each."`
	Server     contestServer     `cmd:"" help:"Take pages over HTTP, and answer what the threads are now."`
}

func (contestCommand) Help() string {
	return `The commands of the Telegram Data Clustering Contest (2020), to compare this program with the systems that took part. DIR is
a folder of HTML files, in folders of any depth, in the form that the contest gave: og: and article: properties in the head, an
<article> in the body. The answer is the contest's JSON, with files by their name. A file that cannot be read is told on standard
error and left out; the exit code is 1 then.

  nutgraf contest languages pages/
  nutgraf contest threads pages/ > threads.json
  nutgraf contest server 8081            see "nutgraf help contest server"`
}

// contestPages is the folder that a question is about.
type contestPages struct {
	Workers int    `help:"Pages read at the same time; 0 takes all cores." default:"0"`
	Dir     string `arg:"" help:"Folder of HTML files." placeholder:"DIR"`
}

type (
	contestLanguages  struct{ contestPages }
	contestNews       struct{ contestPages }
	contestCategories struct{ contestPages }
	contestThreads    struct{ contestPages }
	contestTop        struct{ contestPages }
)

func (contestLanguages) Help() string {
	return `Prints [{"lang_code": "en", "articles": ["a.html", …]}, …], the language of most pages first; "und" is what none was found for.`
}

func (contestNews) Help() string {
	return `Prints {"articles": ["a.html", …]}: news, that is neither opinions, reference works, recipes, horoscopes, advertising nor the like.`
}

func (contestCategories) Help() string {
	return `Prints [{"category": "society", "articles": ["a.html", …]}, …] for society, economy, technology, sports, entertainment, science
and other, of English and Russian news.`
}

func (contestThreads) Help() string {
	return `Prints [{"title": "…", "articles": ["a.html", …]}, …]: all English and Russian news, each page in one thread, the most relevant of a
thread first. The most important thread comes first.`
}

func (contestTop) Help() string {
	return `Prints [{"category": "any", "threads": [{"title": "…", "category": "…", "articles": ["a.html", …]}, …]}, …]: the threads by importance,
first of all categories, then of each. Important is what many sources report with texts of their own, not long ago.`
}

func (c *contestLanguages) Run(s *session) error {
	return c.answer(s, false, func(pages []contest.Page) any { return contest.InLanguages(pages) })
}

func (c *contestNews) Run(s *session) error {
	return c.answer(s, true, func(pages []contest.Page) any { return contest.News(pages) })
}

func (c *contestCategories) Run(s *session) error {
	return c.answer(s, true, func(pages []contest.Page) any { return contest.InCategories(pages) })
}

func (c *contestThreads) Run(s *session) error {
	return c.answer(s, true, func(pages []contest.Page) any { return contest.Threads(pages) })
}

func (c *contestTop) Run(s *session) error {
	return c.answer(s, true, func(pages []contest.Page) any { return contest.Top(pages) })
}

// answer reads the folder, prints what f says of its pages, and reports what could not be read.
func (c *contestPages) answer(s *session, judge bool, f func([]contest.Page) any) error {
	paths, problems := pagePaths(c.Dir)
	pages, unread := c.read(paths, judge)
	for _, err := range slices.Concat(problems, unread) {
		complain(s.err, err)
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(f(pages))
	return reported(len(problems)+len(unread) == 0, err)
}

// pagePaths finds the HTML files under a folder, sorted. What is hidden or no HTML file is passed over.
func pagePaths(root string) (paths []string, problems []error) {
	if resolved, err := filepath.EvalSymlinks(root); err == nil {
		root = resolved
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := filepath.Base(path)
		switch {
		case err != nil:
			problems = append(problems, plainPathError(err))
		case path != root && strings.HasPrefix(name, "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
		case path == root || strings.EqualFold(filepath.Ext(name), ".html") || strings.EqualFold(filepath.Ext(name), ".htm"):
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		problems = append(problems, plainPathError(err))
	}
	if len(paths) == 0 && len(problems) == 0 {
		problems = append(problems, fmt.Errorf("%s: no .html files in it: %w", root, news.ErrNotFound))
	}
	return paths, problems
}

// read reads pages with all cores, in the order of the paths.
func (c *contestPages) read(paths []string, judge bool) (pages []contest.Page, problems []error) {
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	read, failed := make([]contest.Page, len(paths)), make([]error, len(paths))
	var g errgroup.Group
	g.SetLimit(workers)
	const share = 32
	for start := 0; start < len(paths); start += share {
		g.Go(func() error {
			for i := start; i < min(start+share, len(paths)); i++ {
				if read[i], failed[i] = readContestPage(paths[i]); failed[i] == nil && judge {
					read[i].Judge()
				}
			}
			return nil
		})
	}
	_ = g.Wait() // none returns an error
	for i := range paths {
		if failed[i] != nil {
			problems = append(problems, failed[i])
		} else {
			pages = append(pages, read[i])
		}
	}
	return pages, problems
}

func readContestPage(path string) (contest.Page, error) {
	info, err := os.Stat(path)
	if err != nil {
		return contest.Page{}, plainPathError(err)
	}
	if !info.Mode().IsRegular() { // a pipe would keep us waiting
		return contest.Page{}, fmt.Errorf("%s is not a file: %w", path, news.ErrInvalid)
	}
	file, err := os.Open(path)
	if err != nil {
		return contest.Page{}, plainPathError(err)
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, contest.MaxPage+1)) // one more, to tell that there is too much
	if err != nil {
		return contest.Page{}, plainPathError(err)
	}
	page, err := contest.Read(filepath.Base(path), body)
	if err != nil {
		return contest.Page{}, fmt.Errorf("%s: %w", path, err)
	}
	return page, nil
}

// plainPathError puts a path before what happened to it.
func plainPathError(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: cannot read: %w", e.Path, e.Err)
	}
	return err
}
