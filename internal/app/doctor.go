package app

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// Verdict is what a doctor thinks of one thing.
type Verdict string

const (
	Fine  Verdict = "ok"
	Note  Verdict = "note"  // worth knowing; nothing need be done
	Wrong Verdict = "wrong" // something has to be done
)

// Finding is the outcome of one check, in words for an operator.
type Finding struct {
	Check   string // what was looked at
	Verdict Verdict
	Says    string
	Do      string // the way out; empty when there is nothing to do
}

// findings collects.
type findings struct{ all []Finding }

func (f *findings) fine(check, says string, args ...any) {
	f.all = append(f.all, Finding{check, Fine, fmt.Sprintf(says, args...), ""})
}

func (f *findings) note(check, do, says string, args ...any) {
	f.all = append(f.all, Finding{check, Note, fmt.Sprintf(says, args...), do})
}

func (f *findings) wrong(check, do, says string, args ...any) {
	f.all = append(f.all, Finding{check, Wrong, fmt.Sprintf(says, args...), do})
}

// Limits by which an installation is judged.
const (
	littleSpace   = 1 << 30          // bytes free
	tooLittle     = 100 << 20        // likewise
	checkTime     = 2 * time.Minute  // for reading the whole database
	lateBacklog   = time.Hour        // that something waits for a stage
	clockSlack    = 10 * time.Minute // by which clocks may differ
	worstFeeds    = 10               // told one by one
	brokenPortion = 2                // one in so many feeds in trouble is no accident
)

// Examine checks a whole installation without changing anything, and calls nobody.
func Examine(ctx context.Context, c Config, now time.Time) []Finding {
	f := &findings{}
	f.configuration(c)
	f.address(c)
	f.networks(c)
	running := f.folder(c)
	f.database(ctx, c, running, now)
	f.backups(c, now)
	return f.all
}

func (f *findings) configuration(c Config) {
	const check = "configuration"
	if err := c.Validate(); err != nil {
		f.wrong(check, "correct it, see \"nutgraf serve --help\"", "%s", plainWords(err))
		return
	}
	if _, err := c.password(); err != nil {
		f.wrong(check, "name a file that can be read, or choose the password on the page /setup", "%s", plainWords(err))
		return
	}
	f.fine(check, "every setting is understood")
	if strings.Contains(c.UserAgent, "localhost") && !c.private() {
		f.note("user agent", "set --user-agent to a name with an address where publishers reach you", "publishers cannot tell who calls them: %q", c.UserAgent)
	}
}

func (f *findings) address(c Config) {
	const check = "address"
	switch {
	case c.private():
		f.fine(check, "only this machine reaches the site, at %s", c.Listen)
	case c.BaseURL == "":
		f.note(check, "set --base-url to the address that readers use", "the site listens on %s, and its feeds name whatever host a reader's request names", c.Listen)
	case strings.HasPrefix(c.BaseURL, "http://"):
		f.note(check, "let a proxy speak TLS and set --base-url to https://…", "the site is public without encryption: the administrator's password travels in the open")
	default:
		f.fine(check, "the site is at %s", c.BaseURL)
	}
}

func (f *findings) networks(c Config) {
	networks, err := c.Networks()
	if err != nil {
		return // told already
	}
	for _, n := range networks {
		if n.Bits() == 0 {
			f.wrong("address guard", "name only the networks that are yours in --allow-networks", "%s lets publishers lead the service anywhere, also to this machine's own services", n)
			return
		}
		if n.Contains(netip.MustParseAddr("169.254.169.254")) {
			f.wrong("address guard", "take that network out of --allow-networks", "%s includes 169.254.169.254, where clouds keep their credentials", n)
			return
		}
	}
	if len(networks) > 0 {
		f.note("address guard", "", "besides public addresses, these may be called: %s", strings.Join(c.AllowNetworks, ", "))
		return
	}
	f.fine("address guard", "only public addresses are called")
}

// folder looks at the database's folder, and says whether a process works in it.
func (f *findings) folder(c Config) (running bool) {
	if c.Database != "" {
		return false
	}
	const check = "data folder"
	info, err := os.Stat(c.Data)
	switch {
	case errors.Is(err, os.ErrNotExist):
		f.note(check, "start \"nutgraf serve\", or name another with --data", "%s is not there yet", c.Data)
		return false
	case err != nil:
		f.wrong(check, "check who owns it, or choose another with --data", "%s", plainWords(err))
		return false
	case !info.IsDir():
		f.wrong(check, "name a folder with --data", "%s is a file", c.Data)
		return false
	}
	probe, err := os.CreateTemp(c.Data, ".doctor-*")
	if err != nil {
		f.wrong(check, "make it belong to the user who runs nutgraf, or choose another with --data", "%s cannot be written: %v", c.Data, errors.Unwrap(err))
	} else {
		_ = probe.Close()
		_ = os.Remove(probe.Name())
		f.fine(check, "%s can be written", c.Data)
	}
	if info.Mode().Perm()&0o077 != 0 {
		f.note(check, fmt.Sprintf("chmod go-rwx %s", c.Data), "others on this machine may look into it (%s)", info.Mode().Perm())
	}
	f.space(c.Data)
	by, running, err := store.InUse(c.path())
	switch {
	case err != nil:
		f.wrong("process", "check who owns the file, and whether the disk knows locks (network disks may not)", "the lock in %s cannot be looked at: %s", c.Data, plainWords(err))
	case running:
		f.fine("process", "a nutgraf%s works on it", by)
	default:
		f.note("process", "start \"nutgraf serve\"", "no nutgraf works on it, so nothing is gathered")
	}
	return running
}

func (f *findings) space(folder string) {
	free, known := freeBytes(folder)
	switch {
	case !known:
	case free < tooLittle:
		f.wrong("disk", "make room: a full disk stops the gathering, and loses nothing", "%s free", news.Bytes(free))
	case free < littleSpace:
		f.note("disk", "make room soon", "%s free", news.Bytes(free))
	default:
		f.fine("disk", "%s free", news.Bytes(free))
	}
}

func (f *findings) database(ctx context.Context, c Config, running bool, now time.Time) {
	if c.Database == "" && c.exists() != nil {
		return // nothing is there yet, as was told
	}
	db, err := c.Read(ctx, c.Logger())
	if err != nil {
		f.wrong("database", "", "%s", plainWords(err))
		return
	}
	defer db.Close()
	what := "PostgreSQL answers"
	if c.Database == "" {
		what = filepath.Base(c.path()) + " can be read"
	}
	f.fine("schema", "%s, and its schema is this program's", what)
	checking, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	switch err := db.Check(checking); {
	case err == nil:
		f.fine("integrity", "the database is whole")
	case checking.Err() != nil:
		f.note("integrity", "", "reading all of the database takes more than %v: not finished", checkTime)
	default:
		f.wrong("integrity", "", "%s", plainWords(err))
	}
	f.backlog(ctx, db, c.Database != "" || running, now)
	f.feeds(ctx, db, now)
}

func (f *findings) backlog(ctx context.Context, db *store.Store, running bool, now time.Time) {
	backlogs, err := db.Backlogs(ctx, now)
	if err != nil {
		f.wrong("backlog", "", "%s", plainWords(err))
		return
	}
	for _, b := range backlogs {
		late := now.Sub(b.Oldest)
		switch {
		case b.Waiting == 0:
			f.fine("backlog", "no %s wait", b.Stage)
		case late > lateBacklog && running:
			f.wrong("backlog", "look at the service's log (--log-level info), at the disk and at --workers", "%d %s wait, the first for %s", b.Waiting, b.Stage, news.Span(late))
		default:
			f.fine("backlog", "%d %s wait", b.Waiting, b.Stage)
		}
	}
}

// plainWords is an error without the names of its kinds at the end.
func plainWords(err error) string {
	words := err.Error()
	for _, kind := range []error{news.ErrInvalid, news.ErrNotFound, news.ErrConflict, news.ErrForbidden, news.ErrUnavailable} {
		words = strings.TrimSuffix(words, ": "+kind.Error())
	}
	return words
}
