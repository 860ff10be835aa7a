package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Storage says where news is kept. Every command that touches the database has these flags.
type Storage struct {
	Data     string `help:"Folder of the embedded SQLite database." default:"nutgraf-data" type:"path" placeholder:"DIR" env:"NUTGRAF_DATA"`
	Database string `help:"PostgreSQL address, postgres://user:password@host/name, instead of SQLite." placeholder:"URL" env:"NUTGRAF_DATABASE"`
}

// Logging says what is written to standard error.
type Logging struct {
	LogLevel  string `help:"Log from this level: debug, info, warn or error." enum:"debug,info,warn,error" default:"warn" env:"NUTGRAF_LOG_LEVEL"`
	LogFormat string `help:"Log as text or json." enum:"text,json" default:"text" env:"NUTGRAF_LOG_FORMAT"`
}

// Logger makes the logger that the settings ask for.
func (l Logging) Logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.LogLevel)); err != nil {
		level = slog.LevelWarn
	}
	options := &slog.HandlerOptions{Level: level}
	if l.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// Gathering holds the manners of the client that calls publishers.
type Gathering struct {
	UserAgent     string        `help:"How publishers see this instance; name an address where they reach you." default:"Nutgraf/1.0 (+https://localhost; news reader)" env:"NUTGRAF_USER_AGENT"`
	AllowNetworks []string      `help:"Private networks that may be called, such as 10.0.0.0/8; none by default." placeholder:"CIDR" env:"NUTGRAF_ALLOW_NETWORKS"`
	FetchTimeout  time.Duration `help:"Give up on one page or feed after this time." default:"30s" env:"NUTGRAF_FETCH_TIMEOUT"`
	MaxPageBytes  int64         `help:"Largest page or feed that is read, decompressed." default:"10485760" env:"NUTGRAF_MAX_PAGE_BYTES"`
	HostGap       time.Duration `help:"Pause between two calls to one host." default:"1s" env:"NUTGRAF_HOST_GAP"`
	Workers       int           `help:"Pages fetched or read at the same time; 0 chooses." default:"0" env:"NUTGRAF_WORKERS"`
}

// Networks parses AllowNetworks.
func (g Gathering) Networks() ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, text := range g.AllowNetworks {
		network, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("--allow-networks %q: want a network such as 10.0.0.0/8: %w", text, news.ErrInvalid)
		}
		networks = append(networks, network)
	}
	return networks, nil
}

// Nightly says where the running service puts backups.
type Nightly struct {
	BackupTo    string        `help:"Folder for backups that the service makes by itself; none without it." type:"path" placeholder:"DIR" env:"NUTGRAF_BACKUP_TO"`
	BackupEvery time.Duration `help:"Time from one backup to the next." default:"24h" env:"NUTGRAF_BACKUP_EVERY"`
	BackupKeep  int           `help:"How many of them are kept." default:"7" env:"NUTGRAF_BACKUP_KEEP"`
}

// Keeping says what is kept, and for how long; see docs/keeping.md.
type Keeping struct {
	KeepCaptures news.Age      `help:"Keep raw pages for this time, such as 30d or 2y, or forever; articles are read again from them when the program reads better." default:"90d" placeholder:"AGE" env:"NUTGRAF_KEEP_CAPTURES"`
	KeepTexts    news.Age      `help:"Keep the texts of articles for this time; headlines, quotations and stories stay." default:"forever" placeholder:"AGE" env:"NUTGRAF_KEEP_TEXTS"`
	KeepBytes    news.ByteSize `help:"Let the oldest raw pages, then texts, go when the database takes more than this, such as 50GB; none: let it grow." default:"none" placeholder:"SIZE" env:"NUTGRAF_KEEP_BYTES"`
}

// Rules are what is kept, as a Keeper wants it.
func (k Keeping) Rules() news.Keeping {
	return news.Keeping{Captures: k.KeepCaptures, Texts: k.KeepTexts, Bytes: int64(k.KeepBytes)}
}

// Validate refuses ages below what learning and grouping still read.
func (k Keeping) Validate() error {
	switch {
	case k.KeepCaptures != 0 && k.KeepCaptures < news.MinCaptureAge:
		return fmt.Errorf("--keep-captures %s: the youngest %s stay in any case: %w", k.KeepCaptures, news.MinCaptureAge, news.ErrInvalid)
	case k.KeepTexts != 0 && k.KeepTexts < news.MinTextAge:
		return fmt.Errorf("--keep-texts %s: the youngest %s stay in any case: %w", k.KeepTexts, news.MinTextAge, news.ErrInvalid)
	}
	return nil
}

// Config is all that can be set of the service. The configuration file, the environment and the flags use the same
// names: listen in the file is NUTGRAF_LISTEN is --listen; a flag wins over the environment, and that over the file.
type Config struct {
	Storage
	Logging
	Gathering
	Keeping
	Ranking
	Nightly

	Listen   string `help:"Address and port of the site." default:"localhost:8080" placeholder:"ADDR" env:"NUTGRAF_LISTEN"`
	BaseURL  string `help:"Public address of the site, when a proxy stands before it; WebSub hubs push news to it." placeholder:"URL" env:"NUTGRAF_BASE_URL"`
	Title    string `help:"Name of the site." default:"Nutgraf" env:"NUTGRAF_TITLE"`
	Language string `help:"Language of the front page, such as en; empty shows all." env:"NUTGRAF_LANGUAGE"`
	Region   string `help:"Country of the front page, two letters such as KE: only stories that at least one source there reports; empty shows all." env:"NUTGRAF_REGION"`
	Licence  string `help:"What visitors see of sources without a licence of their own: headline, excerpt, excerpt+images, text (all of it, without images) or full. Default: full where only this machine can reach the site, else excerpt." enum:",headline,excerpt,excerpt+images,text,full" default:"" env:"NUTGRAF_LICENCE"`

	PictureCache int64 `help:"Bytes of disk for small copies of publishers' pictures, in the data folder; 0 keeps none." default:"536870912" env:"NUTGRAF_PICTURE_CACHE"`

	AdminPassword     string `help:"Set the administrator's password." placeholder:"PASSWORD" env:"NUTGRAF_ADMIN_PASSWORD"`
	AdminPasswordFile string `help:"Read the administrator's password from this file." type:"path" placeholder:"FILE" env:"NUTGRAF_ADMIN_PASSWORD_FILE"`

	Demo      bool   `help:"Start invented publishers on this machine and gather from them." env:"NUTGRAF_DEMO"`
	Templates string `help:"Read the site's templates and styles from this folder, anew for every page." type:"path" hidden:"" env:"NUTGRAF_TEMPLATES"`
	DemoClock string `help:"Freeze the demo's time, such as 2031-05-17T09:00:00Z." placeholder:"TIME" env:"NUTGRAF_DEMO_CLOCK"`
}

// Validate says what is wrong with the configuration in words for the operator; the error wraps news.ErrInvalid.
func (c Config) Validate() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("--listen %q: want HOST:PORT, such as localhost:8080: %w", c.Listen, news.ErrInvalid)
	}
	if c.BaseURL != "" {
		if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return fmt.Errorf("--base-url %q: want an address such as https://news.example.org: %w", c.BaseURL, news.ErrInvalid)
		}
	}
	if _, err := c.frozen(); err != nil {
		return err
	}
	if c.DemoClock != "" && !c.Demo {
		return fmt.Errorf("--demo-clock goes with --demo: %w", news.ErrInvalid)
	}
	if c.HostGap < 0 || c.FetchTimeout <= 0 || c.MaxPageBytes <= 0 || c.Workers < 0 {
		return fmt.Errorf("--host-gap, --fetch-timeout, --max-page-bytes and --workers must not be negative: %w", news.ErrInvalid)
	}
	if c.BackupTo != "" && (c.BackupEvery < time.Minute || c.BackupKeep < 1) {
		return fmt.Errorf("--backup-every must be a minute or more, --backup-keep one or more: %w", news.ErrInvalid)
	}
	if c.PictureCache < 0 {
		return fmt.Errorf("--picture-cache must not be negative: %w", news.ErrInvalid)
	}
	if !news.Region(c.Region) {
		return fmt.Errorf("--region %q: want two capital letters such as KE: %w", c.Region, news.ErrInvalid)
	}
	if _, err := c.Weights(); err != nil {
		return err
	}
	if err := c.Keeping.Validate(); err != nil {
		return err
	}
	_, err := c.Networks()
	return err
}

// frozen is the time at which the demo's clock stands; zero when it runs.
func (c Config) frozen() (time.Time, error) {
	if c.DemoClock == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, c.DemoClock)
	if err != nil {
		return time.Time{}, fmt.Errorf("--demo-clock %q: want a time such as 2031-05-17T09:00:00Z: %w", c.DemoClock, news.ErrInvalid)
	}
	return at.UTC(), nil
}

// private reports whether only this machine can reach the site.
func (c Config) private() bool {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return c.BaseURL == ""
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() && c.BaseURL == ""
}

// callback is the public address under which WebSub hubs call; empty when the site has none.
func (c Config) callback() string {
	if c.BaseURL == "" {
		return ""
	}
	return strings.TrimRight(c.BaseURL, "/") + "/hub/"
}

// licence is what visitors see of sources that have no licence of their own.
func (c Config) licence() news.Licence {
	switch {
	case c.Licence != "":
		return news.Licence(c.Licence)
	case c.private():
		return news.LicenceFull
	}
	return news.LicenceExcerpt
}

// password is the administrator's password that the configuration sets; empty when it sets none.
func (c Config) password() (string, error) {
	if c.AdminPasswordFile == "" {
		return c.AdminPassword, nil
	}
	text, err := os.ReadFile(c.AdminPasswordFile)
	if err != nil {
		return "", fmt.Errorf("--admin-password-file: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}
