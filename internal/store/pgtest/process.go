package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// process is a server that tests have started, with a folder of its own.
type process struct {
	dir     string
	command *exec.Cmd
	ended   chan struct{}
}

// run starts the command, and returns when the address answers.
func (p *process) run(address string) error {
	if err := p.command.Start(); err != nil {
		return err
	}
	go func() {
		_ = p.command.Wait() // how it ended is in its log
		close(p.ended)
	}()
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer db.Close()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	late := time.After(30 * time.Second)
	for {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-p.ended:
			return errors.New("it ended at once")
		case <-late:
			return fmt.Errorf("it does not answer: %w", err)
		}
	}
}

// stop ends the server at once and removes its folder. Stopping twice is fine.
func (p *process) stop() {
	if p.command != nil && p.command.Process != nil {
		_ = p.command.Process.Signal(quit) // it may have ended already
		<-p.ended
	}
	_ = os.RemoveAll(p.dir)
}
