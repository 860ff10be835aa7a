package app

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// observe counts and times requests, and logs them at debug level.
func observe(next http.Handler, registry *prometheus.Registry, log *slog.Logger) http.Handler {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "nutgraf_http_request_seconds", Help: "Time to answer requests.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5},
	}, []string{"method", "code"})
	registry.MustRegister(took)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorder, r)
		elapsed := time.Since(began)
		took.WithLabelValues(method(r.Method), strconv.Itoa(recorder.status)).Observe(elapsed.Seconds())
		log.Debug("request", "method", r.Method, "url", shownPath(r.URL.Path), "status", recorder.status, "took", elapsed)
	})
}

// shownPath is a path without the token by which a hub is known: who has that can call in its name.
func shownPath(path string) string {
	if rest, isHub := strings.CutPrefix(path, "/hub/"); isHub && rest != "" {
		return "/hub/…"
	}
	return path
}

// method keeps what strangers send out of the labels.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return m
	}
	return "other"
}

// statusRecorder remembers the status that was written.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the real writer.
func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
