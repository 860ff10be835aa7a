package pgtest

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var (
	startPooler  sync.Once
	pooler       *process
	pooled       string // the pooler's port
	poolerFailed error
)

// Pooled returns the address of a fresh, empty database behind PgBouncer, which hands each transaction to any of three
// connections. It is a database and not a schema, because PgBouncer passes no search_path on. Without PgBouncer the test
// is skipped with the reason, and fails where CI is "true".
func Pooled(tb testing.TB) string {
	tb.Helper()
	reach(tb)
	startPooler.Do(func() { pooler, poolerFailed = runPooler() })
	if poolerFailed != nil {
		absent(tb, "NOT RUN behind PgBouncer: %v", poolerFailed)
	}
	name := fmt.Sprintf("pooled_%d_%d", os.Getpid(), count.Add(1))
	execute(tb, "CREATE DATABASE "+name)
	tb.Cleanup(func() { execute(tb, "DROP DATABASE "+name+" WITH (FORCE)") })
	return "postgres://anybody@127.0.0.1:" + pooled + "/" + name + "?sslmode=disable"
}

// runPooler starts PgBouncer before the server.
func runPooler() (*process, error) {
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/pgbouncer"); err != nil { // not in everybody's PATH
			return nil, err
		}
	}
	u, err := url.Parse(where)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest-pooler")
	if err != nil {
		return nil, err
	}
	p := &process{dir: dir, ended: make(chan struct{})}
	if pooled, err = freePort(); err != nil {
		p.stop()
		return nil, err
	}
	password, _ := u.User.Password()
	line := fmt.Sprintf("* = host=%s port=%s user=%s", u.Hostname(), u.Port(), u.User.Username())
	if password != "" {
		line += " password=" + password
	}
	settings := filepath.Join(dir, "pgbouncer.ini")
	text := "[databases]\n" + line + "\n[pgbouncer]\npool_mode = transaction\nauth_type = any\nlisten_addr = 127.0.0.1\nlisten_port = " + pooled +
		"\nunix_socket_dir =\ndefault_pool_size = 3\nmax_client_conn = 1000\n"
	owner, err := unprivileged(dir)
	if err == nil {
		err = os.WriteFile(settings, []byte(text), 0o644)
	}
	if err != nil {
		p.stop()
		return nil, err
	}
	var log bytes.Buffer
	p.command = exec.Command(program, settings)
	p.command.SysProcAttr, p.command.Dir, p.command.Stdout, p.command.Stderr = owner, dir, &log, &log
	if err := p.run("postgres://anybody@127.0.0.1:" + pooled + "/" + strings.TrimPrefix(u.Path, "/") + "?sslmode=disable"); err != nil {
		p.stop()
		return nil, fmt.Errorf("%w: %s", err, log.String())
	}
	return p, nil
}
