package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestKillContest kills the contest's server while pages come and go: what was answered is so after the next start.
func TestKillContest(t *testing.T) {
	t.Parallel()
	self, err := os.Executable() // which is the program when it is called by its name, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	serve := func() (command *exec.Cmd, address string) {
		command = exec.CommandContext(t.Context(), self)
		command.Args = []string{"nutgraf", "contest", "server", "0", "--data", data}
		command.Stderr = os.Stderr
		out, err := command.StdoutPipe()
		if err == nil {
			err = command.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return command, strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
	}
	chance := rand.New(rand.NewPCG(*killSeed, 3))
	there := map[string]bool{} // as it was answered
	for range *kills {
		command, address := serve()
		timer := time.AfterFunc(time.Duration(200+chance.IntN(600))*time.Millisecond, func() { _ = command.Process.Kill() })
		unsure := ""
		for i := 0; ; i++ {
			name := fmt.Sprint(chance.IntN(500), ".html")
			method, body := http.MethodPut, contestPage(i)
			if there[name] && chance.IntN(2) == 0 {
				method, body = http.MethodDelete, ""
			}
			status, err := send(t.Context(), method, address+"/"+name, body)
			if err != nil {
				unsure = name // killed before it answered: either is right
				break
			}
			switch status {
			case http.StatusServiceUnavailable:
			case http.StatusCreated, http.StatusNoContent:
				there[name] = method == http.MethodPut
			default:
				t.Errorf("%s %s: status %d", method, name, status)
			}
		}
		timer.Stop()
		_ = command.Wait()
		delete(there, unsure)

		command, address = serve()
		for name, want := range there {
			status := http.StatusServiceUnavailable
			for status == http.StatusServiceUnavailable {
				if status, err = send(t.Context(), http.MethodPut, address+"/"+name, contestPage(0)); err != nil {
					t.Fatal(err)
				}
			}
			if had := status == http.StatusNoContent; had != want {
				t.Errorf("%s: there %v, want %v", name, had, want)
			}
			there[name] = true
		}
		_ = command.Process.Kill()
		_ = command.Wait()
	}
	if len(there) < 10 {
		t.Errorf("only %d pages: a poor test", len(there))
	}
}

func contestPage(i int) string {
	return fmt.Sprintf(`<html><head><meta property="og:title" content="Ferry %d sails again"/><meta property="article:published_time" content="2025-05-16T08:00:00+00:00"/></head>
<body><article><p>The ferry between Harrowgate Sound and Osk sailed again on Friday, for the %dth time.</p></article></body></html>`, i, i)
}

func send(ctx context.Context, method, address, body string) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Cache-Control", "max-age=86400")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}
