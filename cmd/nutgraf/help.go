package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
)

// helpCommand explains a command, as --help does.
type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command."`
}

func (c *helpCommand) Run(_ *session, parser *kong.Kong) error {
	_, err := parser.Parse(append(c.Command, "--help"))
	if err != nil {
		return fmt.Errorf("there is no command %q; \"nutgraf help\" lists them", strings.Join(c.Command, " "))
	}
	return nil
}

// versionCommand prints the version.
type versionCommand struct{}

// version is set by release builds with -ldflags "-X main.version=…".
var version = ""

func (versionCommand) Run(s *session) error {
	fmt.Fprintf(s.out, "nutgraf %s (%s, %s/%s)\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
				return "devel " + setting.Value[:12]
			}
		}
	}
	return "devel"
}
