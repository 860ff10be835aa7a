// Package pgtest gives tests a real PostgreSQL. Only tests may import it.
//
// A package calls [Main] from its TestMain; its tests call [URL], each of which gets a schema of its own, so that they
// may run in parallel. The server is the one that TEST_POSTGRES_URL names, or a temporary cluster that is started on
// first use from the postgres programs found on this machine. Where there are none, the test is skipped with the reason, and
// fails where CI is "true": there, nothing may go untested unnoticed. [Pooled] gives an address behind PgBouncer; with
// TEST_PGBOUNCER=true, URL does so too, and the whole suite of a package runs through it.
package pgtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

var (
	start  sync.Once
	server *cluster
	where  string // the server's address
	failed error
	count  atomic.Int64
)

// Main runs the tests of a package and stops the cluster that they started.
func Main(m *testing.M) {
	code := m.Run()
	if pooler != nil {
		pooler.stop()
	}
	if server != nil {
		server.stop()
	}
	os.Exit(code)
}

// URL returns the address of a fresh, empty schema, which goes when the test ends.
func URL(tb testing.TB) string {
	tb.Helper()
	if os.Getenv("TEST_PGBOUNCER") == "true" {
		return Pooled(tb)
	}
	reach(tb)
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), count.Add(1))
	execute(tb, "CREATE SCHEMA "+schema)
	tb.Cleanup(func() { execute(tb, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(where)
	if err != nil {
		tb.Fatalf("TEST_POSTGRES_URL: %v", err)
	}
	values := u.Query()
	values.Set("search_path", schema)
	u.RawQuery = values.Encode()
	return u.String()
}

// reach sees to it that there is a server.
func reach(tb testing.TB) {
	tb.Helper()
	start.Do(func() {
		if where = os.Getenv("TEST_POSTGRES_URL"); where != "" {
			return
		}
		if server, failed = startCluster(); failed == nil {
			where = server.url
		}
	})
	if failed != nil {
		absent(tb, "NOT RUN on PostgreSQL: %v; install it, or set TEST_POSTGRES_URL", failed)
	}
}

// absent ends a test for which something is not there.
func absent(tb testing.TB, format string, err error) {
	tb.Helper()
	if os.Getenv("CI") == "true" {
		tb.Fatalf(format, err)
	}
	tb.Skipf(format, err)
}

func execute(tb testing.TB, statement string) {
	tb.Helper()
	db, err := sql.Open("pgx", where)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil && !strings.Contains(statement, "DROP") {
		tb.Fatalf("%s: %v", statement, err)
	}
}
