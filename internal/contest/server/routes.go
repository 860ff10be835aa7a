package server

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/contest"
	"nutgraf/internal/news"
)

// routes is all that the server knows.
func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /{name}", s.putPage)
	mux.HandleFunc("DELETE /{name}", s.deletePage)
	mux.HandleFunc("GET /threads", s.getThreads)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.ready.Load() {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "the pages of the last run are being read", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (s *server) putPage(w http.ResponseWriter, r *http.Request) {
	name, err := pageName(r.PathValue("name"))
	if err != nil {
		fail(w, err)
		return
	}
	life, err := maxAge(r.Header.Values("Cache-Control"))
	if err != nil {
		fail(w, err)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, contest.MaxPage))
	if err != nil {
		fail(w, err)
		return
	}
	page, err := understand(name, body)
	if err == nil {
		err = s.dated(page.Article.PublishedAt)
	}
	if err != nil {
		fail(w, err)
		return
	}
	replaced, err := s.put(page, record{name: name, life: life, body: body})
	switch {
	case err != nil:
		fail(w, err)
	case replaced:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusCreated)
	}
}

// dated refuses pages that tell no time, and those from the future: one of them would make all others old.
func (s *server) dated(published time.Time) error {
	if published.IsZero() {
		return fmt.Errorf("the page has no article:published_time, such as 2020-05-01T12:00:00+00:00: %w", news.ErrInvalid)
	}
	if published.After(s.options.Now().Add(24 * time.Hour)) {
		return fmt.Errorf("the page was published in the future, at %s: %w", published.Format(time.RFC3339), news.ErrInvalid)
	}
	return nil
}

func (s *server) deletePage(w http.ResponseWriter, r *http.Request) {
	name, err := pageName(r.PathValue("name"))
	if err != nil {
		fail(w, err)
		return
	}
	found, err := s.remove(name)
	switch {
	case err != nil:
		fail(w, err)
	case !found:
		http.Error(w, "no such page", http.StatusNotFound)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *server) getThreads(w http.ResponseWriter, r *http.Request) {
	q, err := question(r.URL.Query().Get)
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(struct { // who asked has gone when this fails
		Threads []contest.Thread `json:"threads"`
	}{s.threads(q)})
}

// question reads what is asked for.
func question(get func(string) string) (contest.Question, error) {
	seconds, err := strconv.ParseInt(get("period"), 10, 64)
	if err != nil || seconds <= 0 {
		return contest.Question{}, fmt.Errorf("period=%q: want how many seconds back, such as 3600: %w", get("period"), news.ErrInvalid)
	}
	q := contest.Question{Period: lifeOf(seconds), Language: get("lang_code"), Category: contest.Category(cmp.Or(get("category"), string(contest.Any)))}
	if !contest.Judged(q.Language) {
		return q, fmt.Errorf("lang_code=%q: want en or ru: %w", q.Language, news.ErrInvalid)
	}
	if q.Category != contest.Any && !slices.Contains(contest.Categories(), q.Category) {
		return q, fmt.Errorf("category=%q: want any or one of %v: %w", q.Category, contest.Categories(), news.ErrInvalid)
	}
	return q, nil
}

// longest is a time span that no news outlives.
const longest = 100 * 365 * 24 * time.Hour

// lifeOf makes a time span of seconds, however many.
func lifeOf(seconds int64) time.Duration {
	return time.Duration(min(seconds, int64(longest/time.Second))) * time.Second
}

// maxAge reads the time to live; 0, without end, when there is none.
func maxAge(headers []string) (time.Duration, error) {
	for _, header := range headers {
		for directive := range strings.SplitSeq(header, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
			if !strings.EqualFold(name, "max-age") {
				continue
			}
			seconds, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 64)
			if errors.Is(err, strconv.ErrRange) && seconds > 0 {
				err = nil
			}
			if err != nil || seconds <= 0 {
				return 0, fmt.Errorf("max-age=%s in Cache-Control: want the seconds that the page is to live: %w", value, news.ErrInvalid)
			}
			return lifeOf(seconds), nil
		}
	}
	return 0, nil
}

// pageName lets through what can be the name of one file.
func pageName(name string) (string, error) {
	odd := func(r rune) bool { return r == '/' || r == '\\' || !unicode.IsPrint(r) }
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, odd) || !strings.HasSuffix(name, ".html") || strings.HasPrefix(name, ".") {
		return "", fmt.Errorf("%.80q: want the name of a page, such as article.html: %w", name, news.ErrInvalid)
	}
	return name, nil
}

// fail answers with what went wrong.
func fail(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case tooLarge:
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, news.ErrInvalid):
		status = http.StatusBadRequest
	case errors.Is(err, news.ErrUnavailable):
		status = http.StatusServiceUnavailable
	case errors.Is(err, io.ErrUnexpectedEOF):
		status = http.StatusBadRequest
	}
	http.Error(w, err.Error(), status)
}
