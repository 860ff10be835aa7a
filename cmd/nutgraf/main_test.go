package main

import (
	"context"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/demo"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"nutgraf": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the program as a user meets it: testdata/*.txtar. In a script $PRESS is the address of one
// invented publisher and $FREE one on which nobody listens, with the port $PORT.
func TestScripts(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) < 18 {
		t.Fatalf("found %d scripts (%v): every command needs one", len(scripts), err)
	}
	press, err := demo.New(demo.Options{Now: time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(press.Handler())
	t.Cleanup(server.Close)
	port := server.Listener.Addr().String()[len("127.0.0.1:"):]
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"cut": cut, "ask": ask},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PRESS", "http://harbour-times.localhost:"+port)
			env.Setenv("NUTGRAF_HOST_GAP", "0s")
			free, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Setenv("FREE", free.Addr().String())
			env.Setenv("PORT", strings.TrimPrefix(free.Addr().String(), "127.0.0.1:"))
			return free.Close()
		},
	})
}

// ask URL WORDS waits until the address answers 200 with the words in its answer.
func ask(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		body, err := get(ctx, args[0])
		if err == nil && strings.Contains(string(body), args[1]) {
			return
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("%s: got %q (%v), want %q in it", args[0], body, err, args[1])
		case <-ticker.C:
		}
	}
}

// cut FROM TO writes the first half of a file to another, as a broken copy would.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	whole := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(whole[:len(whole)/2]), 0o600))
}
