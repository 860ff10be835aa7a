package app

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"nutgraf/internal/news"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// opsReader is the part of the store that operators ask about.
type opsReader interface {
	Counts(ctx context.Context) (news.Counts, error)
	Backlogs(ctx context.Context, now time.Time) ([]news.Backlog, error)
	Reasons(ctx context.Context) (map[news.Reason]int, error)
	Conditions(ctx context.Context, now time.Time) (map[news.FeedState]int, error)
	Occupied(ctx context.Context) (news.Occupied, error)
}

// opsRoutes adds health and metrics to the routes.
func opsRoutes(mux *http.ServeMux, reader opsReader, log *slog.Logger) *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		&tableCollector{reader: reader, log: log})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if _, err := reader.Counts(ctx); err != nil {
			log.Error("not ready", "err", err)
			say(w, http.StatusServiceUnavailable, "the database does not answer")
			return
		}
		say(w, http.StatusOK, "ok")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return registry
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // whoever asked is gone, or has it
}

// tableCollector reads the state of the tables when metrics are asked for.
type tableCollector struct {
	reader opsReader
	log    *slog.Logger

	mu         sync.Mutex
	conditions map[news.FeedState]int
	until      time.Time // conditions are kept; reading those of ten thousand feeds takes a good part of a second
}

// conditionsFor is how long the feeds' conditions are kept for metrics.
const conditionsFor = time.Minute

var (
	backlogDesc = prometheus.NewDesc("nutgraf_backlog_items", "Items that wait for a stage.", []string{"stage"}, nil)
	oldestDesc  = prometheus.NewDesc("nutgraf_backlog_oldest_seconds", "Age of the item that has waited longest for a stage.", []string{"stage"}, nil)
	rowsDesc    = prometheus.NewDesc("nutgraf_items", "Items in the database.", []string{"kind"}, nil)
	feedsDesc   = prometheus.NewDesc("nutgraf_feeds", "Feeds, by how they do.", []string{"condition"}, nil)
	roomDesc    = prometheus.NewDesc("nutgraf_database_bytes", "Room that the database takes: used by what is stored, or free for what comes.", []string{"part"}, nil)
	reasonsDesc = prometheus.NewDesc("nutgraf_entries_without_article", "Entries that yielded no article, by reason.", []string{"reason"}, nil)
)

// Describe implements prometheus.Collector.
func (c *tableCollector) Describe(out chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{backlogDesc, oldestDesc, rowsDesc, reasonsDesc, feedsDesc, roomDesc} {
		out <- desc
	}
}

// Collect implements prometheus.Collector.
func (c *tableCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	gauge := func(desc *prometheus.Desc, value float64, label string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, label)
	}
	now := time.Now()
	backlogs, err := c.reader.Backlogs(ctx, now)
	for _, b := range backlogs {
		gauge(backlogDesc, float64(b.Waiting), b.Stage)
		if !b.Oldest.IsZero() {
			gauge(oldestDesc, now.Sub(b.Oldest).Seconds(), b.Stage)
		}
	}
	c.warn(err)
	counts, err := c.reader.Counts(ctx)
	for kind, n := range map[string]int{
		"sources": counts.Sources, "feeds": counts.Feeds, "entries": counts.Entries, "articles": counts.Articles, "stories": counts.Stories,
	} {
		gauge(rowsDesc, float64(n), kind)
	}
	c.warn(err)
	reasons, err := c.reader.Reasons(ctx)
	for reason, n := range reasons {
		gauge(reasonsDesc, float64(n), string(reason))
	}
	c.warn(err)
	if room, err := c.reader.Occupied(ctx); err == nil {
		gauge(roomDesc, float64(room.Used()), "used")
		gauge(roomDesc, float64(room.Free), "free")
	} else {
		c.warn(err)
	}
	conditions, err := c.feeds(ctx, now)
	for _, state := range news.FeedStates() {
		if err == nil {
			gauge(feedsDesc, float64(conditions[state]), string(state))
		}
	}
	c.warn(err)
}

// feeds counts the feeds by condition, at most once a minute.
func (c *tableCollector) feeds(ctx context.Context, now time.Time) (map[news.FeedState]int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Before(c.until) {
		return c.conditions, nil
	}
	conditions, err := c.reader.Conditions(ctx, now)
	if err == nil {
		c.conditions, c.until = conditions, now.Add(conditionsFor)
	}
	return conditions, err
}

func (c *tableCollector) warn(err error) {
	if err != nil {
		c.log.Warn("metrics not read", "err", err)
	}
}
