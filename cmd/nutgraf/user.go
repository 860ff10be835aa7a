package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"

	"golang.org/x/term"
)

// userCommand keeps the people who may sign in.
type userCommand struct {
	Add      userAddCommand      `cmd:"" help:"Let somebody in as a reader."`
	Invite   userInviteCommand   `cmd:"" help:"Give a reader another link to choose a password."`
	List     userListCommand     `cmd:"" help:"List who may sign in."`
	Password userPasswordCommand `cmd:"" help:"Set somebody's password."`
	Remove   userRemoveCommand   `cmd:"" help:"Remove a reader with all that is theirs."`
}

const userHelp = `Readers save, follow and mute for themselves; only the owner, who is called admin, changes what is followed. A new reader gets a
link, good once and for seven days, to choose a password; or a password from a file or the terminal. A password is never an argument,
where others on this machine could see it. All of this works while "nutgraf serve" runs.

  nutgraf user add Ines --base-url https://news.example.org
  nutgraf user add Ines --password-file ines.txt
  nutgraf user password Ines
  echo 'a long password' | nutgraf user password admin --password-file -
  nutgraf user list
  nutgraf user remove Ines --yes`

func (userCommand) Help() string         { return userHelp }
func (userAddCommand) Help() string      { return userHelp }
func (userPasswordCommand) Help() string { return userHelp }

// userFlags are what all of these commands have.
type userFlags struct {
	app.Storage
	app.Logging
}

type userAddCommand struct {
	userFlags
	Name         string `arg:"" help:"What the reader is called, and signs in as."`
	PasswordFile string `help:"Read the password from the first line of this file, or of standard input with -." placeholder:"FILE"`
	BaseURL      string `help:"Public address of the site, for the link." placeholder:"URL" env:"NUTGRAF_BASE_URL"`
}

func (c *userAddCommand) Run(s *session) error {
	password := ""
	if c.PasswordFile != "" {
		var err error
		if password, err = passwordFrom(c.PasswordFile); err != nil {
			return err
		}
	}
	users, err := c.Users(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer users.Close()
	path, err := users.Add(s.ctx, c.Name, password)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s can sign in as a reader\n", printable(c.Name))
	tellLink(s, c.BaseURL, path)
	return nil
}

// tellLink prints an invitation, as an address where that is known.
func tellLink(s *session, base, path string) {
	switch {
	case path == "":
	case base == "":
		fmt.Fprintf(s.out, "after choosing a password at %s on this site, once and within seven days\n", path)
	default:
		fmt.Fprintf(s.out, "after choosing a password at %s%s, once and within seven days\n", strings.TrimRight(base, "/"), path)
	}
}

type userInviteCommand struct {
	userFlags
	Name    string `arg:"" help:"The reader's name."`
	BaseURL string `help:"Public address of the site, for the link." placeholder:"URL" env:"NUTGRAF_BASE_URL"`
}

func (c *userInviteCommand) Run(s *session) error {
	users, err := c.Users(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer users.Close()
	path, err := users.Invite(s.ctx, c.Name)
	if err == nil {
		tellLink(s, c.BaseURL, path)
	}
	return err
}

type userListCommand struct {
	userFlags
	JSON bool `name:"json" help:"Print one JSON line per user."`
}

// userLine is a line of user list --json.
type userLine struct {
	ID       int64     `json:"id"`
	Name     string    `json:"name"`
	Role     string    `json:"role"`
	Password bool      `json:"password"` // has one
	MadeAt   time.Time `json:"made_at,omitzero"`
	SeenAt   time.Time `json:"seen_at,omitzero"`
}

func (c *userListCommand) Run(s *session) error {
	users, err := c.Users(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer users.Close()
	list, err := users.List(s.ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, u := range list {
		if c.JSON {
			line := userLine{int64(u.ID), u.Name, string(u.Role), u.Password != "", u.MadeAt, u.SeenAt}
			if err := json.NewEncoder(s.out).Encode(line); err != nil {
				return err
			}
			continue
		}
		state := "never here"
		if !u.SeenAt.IsZero() {
			state = "last here " + news.Span(time.Since(u.SeenAt)).String() + " ago"
		}
		if u.Password == "" {
			state = "no password yet"
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", u.ID, printable(u.Name), u.Role, state)
	}
	return table.Flush()
}

type userPasswordCommand struct {
	userFlags
	Name         string `arg:"" help:"The user's name; admin is the owner."`
	PasswordFile string `help:"Read the password from the first line of this file, or of standard input with -; without it, it is asked for." placeholder:"FILE"`
}

func (c *userPasswordCommand) Run(s *session) error {
	var password string
	var err error
	if c.PasswordFile != "" {
		password, err = passwordFrom(c.PasswordFile)
	} else {
		password, err = askPassword(s.err)
	}
	if err != nil {
		return err
	}
	users, err := c.Users(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer users.Close()
	if err := users.SetPassword(s.ctx, c.Name, password); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "the password of %s is set; sessions with another have ended\n", printable(c.Name))
	return nil
}

type userRemoveCommand struct {
	userFlags
	Name string `arg:"" help:"The reader's name."`
	Yes  bool   `short:"y" help:"Do not ask." once:""`
}

func (c *userRemoveCommand) Run(s *session) error {
	if !c.Yes {
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			return fmt.Errorf("nobody is there to be asked: add --yes: %w", news.ErrInvalid)
		}
		fmt.Fprintf(s.err, "Remove %s with all that they saved? [y/N] ", printable(c.Name))
		answer, _ := bufio.NewReader(os.Stdin).ReadString('\n')
		if strings.ToLower(strings.TrimSpace(answer)) != "y" {
			return errors.New("nothing was removed")
		}
	}
	users, err := c.Users(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer users.Close()
	if err := users.Remove(s.ctx, c.Name); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "removed:", printable(c.Name))
	return nil
}

// passwordFrom reads the first line of a file, or of standard input.
func passwordFrom(path string) (string, error) {
	in := os.Stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return "", fmt.Errorf("--password-file: %w", err)
		}
		defer file.Close()
		in = file
	}
	line, err := bufio.NewReader(io.LimitReader(in, 1024)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("--password-file: %w", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", fmt.Errorf("--password-file: the first line of it is empty: %w", news.ErrInvalid)
	}
	return line, nil
}

// askPassword asks twice on the terminal, without showing what is typed.
func askPassword(prompt io.Writer) (string, error) {
	terminal := int(os.Stdin.Fd())
	if !term.IsTerminal(terminal) {
		return "", fmt.Errorf("nobody is there to be asked for a password: use --password-file: %w", news.ErrInvalid)
	}
	var typed [2]string
	for i, question := range []string{"New password: ", "Once more: "} {
		fmt.Fprint(prompt, question)
		line, err := term.ReadPassword(terminal)
		fmt.Fprintln(prompt)
		if err != nil {
			return "", err
		}
		typed[i] = string(line)
	}
	if typed[0] != typed[1] {
		return "", fmt.Errorf("the two passwords differ: %w", news.ErrInvalid)
	}
	return typed[0], nil
}
