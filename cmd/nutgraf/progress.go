package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows long work: a bar on a terminal, a line every few seconds elsewhere.
type progress struct {
	out   io.Writer
	bar   *progressbar.ProgressBar
	what  string
	began time.Time
	told  time.Time
}

// newProgress begins to show work on things called what; a total of -1 is unknown.
func newProgress(out io.Writer, what string, total int64) *progress {
	p := &progress{out: out, what: what, began: time.Now(), told: time.Now()}
	if isTerminal(out) {
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
			progressbar.OptionShowIts(), progressbar.OptionSetItsString(what), progressbar.OptionSetWidth(30),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	return p
}

// at says how far the work is.
func (p *progress) at(done, total int) {
	if p.bar != nil {
		if total > 0 && int64(total) != p.bar.GetMax64() {
			p.bar.ChangeMax64(int64(total))
		}
		_ = p.bar.Set64(int64(done)) // a bar that cannot be drawn is no reason to stop
		return
	}
	if time.Since(p.told) < 5*time.Second {
		return
	}
	p.told = time.Now()
	spent := time.Since(p.began)
	switch {
	case total > 0 && done > 0 && total >= done:
		left := time.Duration(float64(spent) / float64(done) * float64(total-done))
		fmt.Fprintf(p.out, "%d of %d %s, about %v left\n", done, total, p.what, left.Round(time.Second))
	case total > 0:
		fmt.Fprintf(p.out, "%d of %d %s\n", done, total, p.what)
	default:
		fmt.Fprintf(p.out, "%d %s, %.0f/s\n", done, p.what, float64(done)/spent.Seconds())
	}
}

// part says how far a part of the work is that has a name of its own; a new name begins a new part.
func (p *progress) part(what string, done, total int) {
	if what != p.what {
		p.end()
		told := p.told
		*p = *newProgress(p.out, what, int64(total))
		p.told = told
	}
	p.at(done, total)
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
