package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// cluster is a temporary PostgreSQL server: one folder, one port of this machine, nothing flushed to disk.
type cluster struct {
	process
	url string
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
	c := &cluster{process: process{dir: dir, ended: make(chan struct{})}}
	if err := c.begin(bin); err != nil {
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

func (c *cluster) begin(bin string) error {
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
	c.command = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", port, "-k", "",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300")
	var log bytes.Buffer
	c.command.SysProcAttr, c.command.Dir, c.command.Stdout, c.command.Stderr = owner, c.dir, &log, &log
	c.url = "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable"
	if err := c.run(c.url); err != nil {
		c.stop()
		return fmt.Errorf("%w: %s", err, log.String())
	}
	return nil
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
