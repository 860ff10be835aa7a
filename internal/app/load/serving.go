package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// service is a process of the whole service, as "nutgraf serve" is one.
type service struct {
	address string
	command *exec.Cmd
	life    io.Closer
}

// startService starts this program once more, as the service, and waits until it serves pages.
func startService(ctx context.Context, o options, data string, first bool) (*service, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	level := "error"
	if o.verbose {
		level = "info"
	}
	args := []string{"-service", level, "-data", data, "-database", o.database, "-gap", o.gap.String(), "-timeout", o.timeout.String()}
	if first && o.profile != "" {
		args = append(args, "-profile", o.profile)
	}
	s := &service{command: exec.CommandContext(ctx, self, args...)}
	s.command.Stderr = os.Stderr
	if s.life, err = s.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if s.address = strings.TrimSpace(line); err != nil {
		return nil, errors.Join(fmt.Errorf("the service does not start: %w", err), s.end())
	}
	return s, nil
}

func (s *service) end() error { return errors.Join(s.life.Close(), s.command.Wait()) }

// serviceOf is the service: it prints where it serves pages, and ends with its input.
func serviceOf(ctx context.Context, o options) (err error) {
	ctx, cancel := whileHeld(ctx)
	defer cancel()
	end, err := profiled(o.profile)
	if err != nil {
		return err
	}
	defer end()
	return app.Run(ctx, app.Config{
		Storage: app.Storage{Data: o.data, Database: o.database}, Logging: app.Logging{LogLevel: o.service},
		Gathering: app.Gathering{UserAgent: "Nutgraf-load", AllowNetworks: []string{"127.0.0.0/8"}, FetchTimeout: 30 * time.Second, MaxPageBytes: 10 << 20, HostGap: o.gap},
		Keeping:   app.Keeping{KeepCaptures: news.Forever, KeepTexts: news.Forever}, Listen: "127.0.0.1:0", Title: "Nutgraf",
	}, app.Announcements{Listening: func(address string) { fmt.Println(address) }, Notice: func(string) {}})
}
