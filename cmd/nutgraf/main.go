// Command nutgraf is a news service in one binary: it gathers what chosen publishers publish, groups reports of one
// event into stories, and serves them as a news site.
//
//	nutgraf serve              the site on http://localhost:8080
//	nutgraf add ADDRESS…       follow publishers
//	nutgraf help               everything else
//
// Exit codes: 0 all went well; 1 something failed, as the message on standard error says; 2 the command line is
// wrong; 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"nutgraf/internal/app"

	"github.com/alecthomas/kong"
)

const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// commands is the command line; the comments of each command are in its own file.
type commands struct {
	Config kong.ConfigFlag `help:"Read settings from this TOML file; nutgraf.toml in this folder is read when there is one." placeholder:"FILE" env:"NUTGRAF_CONFIG"`

	Serve      serveCommand      `cmd:"" group:"service" help:"Run the service: gather, group, and serve the site."`
	Add        addCommand        `cmd:"" group:"service" help:"Follow publishers: addresses of feeds or of sites."`
	Import     importCommand     `cmd:"" group:"service" help:"Bring in files: OPML, HTML, JSON Lines, scraped text, newsletters, web archives, folders."`
	User       userCommand       `cmd:"" group:"service" help:"Let readers in, list and remove them, set passwords."`
	Doctor     doctorCommand     `cmd:"" group:"service" help:"Find what is wrong: with the installation, or with one feed."`
	Top        topCommand        `cmd:"" group:"news" help:"List the stories that rank highest, now or at a past hour."`
	Search     searchCommand     `cmd:"" group:"news" help:"Find articles."`
	Quotes     quotesCommand     `cmd:"" group:"news" help:"List who said what."`
	Timeline   timelineCommand   `cmd:"" group:"news" help:"Tell what happened when, and what is to come."`
	Who        whoCommand        `cmd:"" group:"news" help:"Tell who a person, an organisation or a place is."`
	Sources    sourcesCommand    `cmd:"" group:"news" help:"List what is followed, how it is doing, and change it."`
	Edit       editCommand       `cmd:"" group:"news" help:"Join, part, pin or hide stories, and list or undo that."`
	Takedown   takedownCommand   `cmd:"" group:"news" help:"Take something down for good, list or undo that."`
	Export     exportCommand     `cmd:"" group:"data" help:"Write subscriptions (opml) or articles (JSON Lines) to standard output."`
	Backup     backupCommand     `cmd:"" group:"data" help:"Save the whole database in one file."`
	Verify     verifyCommand     `cmd:"" group:"data" help:"See whether a backup is whole."`
	Restore    restoreCommand    `cmd:"" group:"data" help:"Fill an empty database from a backup."`
	Keep       keepCommand       `cmd:"" group:"data" help:"Let go of what is not kept any more, or tell what would go."`
	Size       sizeCommand       `cmd:"" group:"data" help:"Tell what each table and index takes."`
	Compact    compactCommand    `cmd:"" group:"data" help:"Write an SQLite database anew, without free room in it."`
	Read       readCommand       `cmd:"" group:"tools" help:"Print the articles found in files or at addresses."`
	Feed       feedCommand       `cmd:"" group:"tools" help:"Print what feed files say."`
	Discover   discoverCommand   `cmd:"" group:"tools" help:"Print the feeds that pages point to."`
	Group      groupCommand      `cmd:"" group:"tools" help:"Group articles from JSON Lines into stories."`
	Understand understandCommand `cmd:"" group:"tools" help:"Print the names, quotations, dates and numbers in articles from JSON Lines."`
	Eval       evalCommand       `cmd:"" group:"tools" help:"Measure stories, sections, pairs and texts against what people say."`
	Contest    contestCommand    `cmd:"" group:"tools" help:"Answer as the Telegram data clustering contest asks."`
	Help       helpCommand       `cmd:"" group:"other" help:"Explain a command."`
	Version    versionCommand    `cmd:"" group:"other" help:"Print the version."`
}

// session is what a command gets of the world.
type session struct {
	ctx      context.Context
	out, err io.Writer
}

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// catch makes the first Ctrl-C or SIGTERM end the session's context, for commands that have something to bring to a
// good end; the second ends the program. The other commands end at the first.
func (s *session) catch() (release func()) {
	ctx, stop := signal.NotifyContext(s.ctx, os.Interrupt, syscall.SIGTERM)
	s.ctx = ctx
	disarm := context.AfterFunc(ctx, func() {
		stop()
		// Whatever it hangs on: nothing that was saved can be lost.
		time.AfterFunc(gracePeriod, func() { os.Exit(exitInterrupted) })
	})
	return func() {
		disarm()
		stop()
	}
}

// gracePeriod is how long a command may take to end after it was asked to.
const gracePeriod = 20 * time.Second

// complain tells an error in one line. Errors quote foreign text: nothing in them must steer a terminal.
func complain(w io.Writer, err error) { fmt.Fprintln(w, "nutgraf: error:", printable(err.Error())) }

// run is the whole program but for the process: what it returns is the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		// kong ends the program for --help by panicking through Exit below.
		if ended, ok := recover().(exit); ok {
			code = int(ended)
		}
	}()
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("nutgraf"),
		kong.Description("A news service in one binary. \"nutgraf help COMMAND\" explains each command with examples."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.ExplicitGroups([]kong.Group{
			{Key: "service", Title: "Run it:"}, {Key: "news", Title: "Read the news:"}, {Key: "data", Title: "Move the data:"},
			{Key: "tools", Title: "Tools without a database:"}, {Key: "other", Title: "And:"},
			{Key: "rank", Title: "Ranking, [rank] in the file (0 takes the default; see docs/ranking.md):"},
		}),
		kong.Configuration(readConfig, "nutgraf.toml"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
	)
	if err != nil {
		complain(stderr, err)
		return exitUsage
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		complain(stderr, err)
		if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context.Selected() != nil {
			command := strings.Join(strings.Fields(e.Context.Selected().Path()), " ")
			fmt.Fprintf(stderr, "nutgraf: hint: see \"nutgraf help %s\"\n", command)
		} else {
			fmt.Fprintln(stderr, "nutgraf: hint: see \"nutgraf help\"")
		}
		return exitUsage
	}
	s := &session{ctx: ctx, out: stdout, err: stderr}
	err = parsed.Run(s, parser)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errReported):
		return exitFailed
	case s.ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "nutgraf: interrupted:", printable(err.Error()))
		return exitInterrupted
	}
	complain(stderr, err)
	if hint := app.Hint(err); hint != "" {
		fmt.Fprintln(stderr, "nutgraf: hint:", hint)
	}
	return exitFailed
}

// exit is how kong's request to end travels up to run.
type exit int

// errReported ends a command with a failure whose details are printed already.
var errReported = errors.New("reported")
