package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// cluster is a temporary PostgreSQL server: one folder, one port of this machine, nothing flushed to disk.
type cluster struct {
	url     string
	dir     string
	process *exec.Cmd
	ended   chan struct{}
}

func startCluster() (*cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir, ended: make(chan struct{})}
	if err := c.run(bin); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// programs finds the folder of postgres and initdb: the newest that Debian installed, else what PATH names.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // sorted by version
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("there is no initdb in /usr/lib/postgresql/*/bin or PATH")
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

func (c *cluster) run(bin string) error {
	data := filepath.Join(c.dir, "data")
	owner, err := unprivileged(c.dir)
	if err != nil {
		return err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = owner, c.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	c.process = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", port, "-k", "",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300")
	c.process.SysProcAttr, c.process.Dir = owner, c.dir
	var log bytes.Buffer
	c.process.Stdout, c.process.Stderr = &log, &log
	if err := c.process.Start(); err != nil {
		return err
	}
	go func() {
		_ = c.process.Wait() // how it ended is in its log
		close(c.ended)
	}()
	c.url = "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable"
	if err := c.await(); err != nil {
		c.stop()
		return fmt.Errorf("%w: %s", err, log.String())
	}
	return nil
}

// await returns when the server answers.
func (c *cluster) await() error {
	db, err := sql.Open("pgx", c.url)
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
		case <-c.ended:
			return errors.New("postgres ended at once")
		case <-late:
			return fmt.Errorf("postgres does not answer: %w", err)
		}
	}
}

// stop ends the server at once and removes its folder. Stopping twice is fine.
func (c *cluster) stop() {
	if c.process != nil && c.process.Process != nil {
		_ = c.process.Process.Signal(quit) // it may have ended already
		<-c.ended
	}
	_ = os.RemoveAll(c.dir)
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
