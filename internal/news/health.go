package news

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
)

// FeedState is how a feed does, in a word. The list is closed.
type FeedState string

const (
	FeedNew      FeedState = "new"      // not polled yet
	FeedWell     FeedState = "well"     // it answers, and tells news as it is used to
	FeedQuiet    FeedState = "quiet"    // it, or its host, asked for silence for now
	FeedSilent   FeedState = "silent"   // it answers, but has told nothing new for much longer than usual
	FeedMoving   FeedState = "moving"   // it leads elsewhere, and is followed there when that stays so
	FeedMoved    FeedState = "moved"    // it was followed to a new address lately
	FeedFailing  FeedState = "failing"  // it does not answer, or not with a feed
	FeedBlocked  FeedState = "blocked"  // somebody keeps us out
	FeedGone     FeedState = "gone"     // its server says that there is no such feed
	FeedStopped  FeedState = "stopped"  // switched off by the operator, or left for another feed
	FeedUnlisted FeedState = "unlisted" // the list that brought it names it no more
)

// FeedStates lists every state, the worst first.
func FeedStates() []FeedState {
	return []FeedState{FeedBlocked, FeedGone, FeedFailing, FeedSilent, FeedMoving, FeedUnlisted, FeedStopped, FeedQuiet, FeedMoved, FeedNew, FeedWell}
}

// Trouble reports whether an operator may want to do something about it.
func (s FeedState) Trouble() bool {
	switch s {
	case FeedBlocked, FeedGone, FeedFailing, FeedSilent:
		return true
	}
	return false
}

// Worse orders states, the worst first.
func (s FeedState) Worse(other FeedState) int {
	return cmp.Compare(s.rank(), other.rank())
}

func (s FeedState) rank() int {
	all := FeedStates()
	if at := slices.Index(all, s); at >= 0 {
		return at
	}
	return len(all)
}

// ReasonUnlisted is why a feed stopped that a list brought and names no more.
const ReasonUnlisted Reason = "unlisted"

// Condition is the judgement on a feed: the one that page, commands, metrics and the internal feed share.
type Condition struct {
	State FeedState
	Since time.Time // it has been so, as far as is known; zero: unknown
	Says  Phrase    // a sentence for anybody: no address is in it, for a feed's address may hold a key
	Cause string    // what whoever found it said, for the operator only; may be empty
	Do    Phrase    // the operator's next step; empty when there is none
}

// Times by which a condition is judged.
const (
	movedFor     = 14 * 24 * time.Hour // a move is news for so long
	lastingAfter = 3                   // failures in a row, after which a failure is more than a hiccup
)

// Condition judges a feed at now. What its host asks for is not in a feed: see [Condition.Held].
func (f Feed) Condition(now time.Time) Condition {
	silence, silent := f.Silent(now)
	switch {
	case f.Stopped:
		return f.ended()
	case f.PolledAt.IsZero():
		return Condition{State: FeedNew, Says: Say("It has not been read yet.")}
	case f.Failures > 0 && f.Reason == ReasonBlocked:
		return f.blocked()
	case f.Failures >= lastingAfter && f.Reason == ReasonGone:
		return Condition{State: FeedGone, Since: f.SucceededAt, Cause: f.Problem,
			Says: Say("Its server says that there is no such feed, %s in a row.", times(f.Failures)),
			Do:   Say("Look for its new address on the publisher's site, or stop following it.")}
	case f.Failures > 0:
		return f.failing()
	case silent:
		return Condition{State: FeedSilent, Since: f.Health.NewestAt,
			Says: Say("Nothing new for %s; usually about every %s.", Span(silence), Span(f.Health.Rhythm)),
			Do:   Say("Look whether the publisher has stopped, or has another feed now.")}
	case f.Moving.To != "":
		return Condition{State: FeedMoving, Since: f.Moving.Since, Cause: "to " + f.Moving.To,
			Says: Say("It has led to another address for %s, and is followed there when that stays so.", Span(now.Sub(f.Moving.Since)))}
	case f.Quiet.After(now).After(now):
		return Condition{State: FeedQuiet, Says: Say("It asks not to be read before %s.", clock(f.Quiet.After(now), now))}
	case f.Health.MovedFrom != "" && now.Sub(f.Health.MovedAt) < movedFor:
		return Condition{State: FeedMoved, Since: f.Health.MovedAt, Says: Say("It moved to a new address, and is followed there."),
			Cause: "from " + f.Health.MovedFrom}
	}
	return Condition{State: FeedWell, Says: Say("It answers, and tells news as it is used to.")}
}

// ended judges a feed that is polled no more.
func (f Feed) ended() Condition {
	c := Condition{State: FeedStopped, Since: f.PolledAt, Cause: f.Problem, Says: Say("It is switched off."), Do: Say("Resume it when it is wanted again.")}
	switch {
	case f.Reason == ReasonGone:
		c.State, c.Says, c.Do = FeedGone, Say("Its server says that it is gone for good, so it is asked no more."),
			Say("Look for its new address on the publisher's site, or stop following it.")
	case f.Reason == ReasonUnlisted:
		c.State, c.Says, c.Do = FeedUnlisted, Say("The list that brought it names it no more, so it is asked no more."),
			Say("Resume it to follow it without the list.")
	case f.Problem != "":
		c.Says, c.Do = Say("It is asked no more."), Say("Stop following it, or resume it when that was wrong.")
	}
	return c
}

// failing judges a feed that cannot be read just now.
func (f Feed) failing() Condition {
	c := Condition{State: FeedFailing, Since: f.SucceededAt, Cause: f.Problem, Says: Say("It could not be read last time, and is tried again.")}
	if f.Failures > 1 {
		c.Says = Say("It could not be read, %s in a row; it is tried again ever more rarely.", times(f.Failures))
	}
	switch f.Reason {
	case ReasonGone:
		c.Says = Say("Its server says that there is no such feed, %s in a row; it is tried again.", times(f.Failures))
	case ReasonTooLarge:
		c.Says = Say("It is larger than what is read of one feed.")
		c.Do = Say("Raise --max-page-bytes, or follow a smaller feed of the same publisher.")
		return c
	}
	if f.SucceededAt.IsZero() && f.Failures >= lastingAfter {
		c.Says = SayN(f.Failures, "It has never been read, in one attempt.", "It has never been read, in %d attempts.", f.Failures)
		c.Do = Say("Check its address: \"nutgraf doctor\" with it goes step by step.")
	} else if f.Failures >= lastingAfter {
		c.Do = Say("\"nutgraf doctor\" with its address goes step by step.")
	}
	return c
}

// walls are the diagnoses of the polite client that have a way out of their own: what they mean, and what to do.
var walls = map[string]struct{ says, do Phrase }{
	"robots.txt": {Say("The publisher's robots.txt asks programs not to read it."),
		Say("Follow a feed of this publisher instead of a page, or ask the publisher to let this reader in.")},
	"a login (401)": {Say("It asks for a user name and a password."),
		Say("If you have them: \"nutgraf sources set %d --user NAME --password-file FILE\".")},
	"a paywall (402)": {Say("It asks for payment."),
		Say("If you are a subscriber, give what the publisher gave you: \"nutgraf sources set %d\" with --user or --header.")},
	"403 to our name": {Say("The server forbids it to programs of our name."),
		Say("Ask the publisher to let this reader in; a --user-agent that names an address of yours helps.")},
	"a legal demand (451)": {Say("It is withheld for legal reasons."), Say("Stop following it, or wait.")},
	"our own guard: no public address": {Say("Its address is not a public one, so it is not called."),
		Say("If that network is yours, allow it with --allow-networks; else stop following it.")},
}

// blocked judges a feed that somebody keeps us from.
func (f Feed) blocked() Condition {
	c := Condition{State: FeedBlocked, Since: f.SucceededAt, Cause: f.Problem,
		Says: Say("The publisher does not let programs read it."),
		Do:   Say("\"nutgraf doctor\" with its address shows what it answers; ask the publisher to let this reader in.")}
	if wall, known := walls[f.Health.Diagnosis]; known {
		c.Says, c.Do = wall.says, wall.do
		if strings.Contains(c.Do.Text, "%d") {
			c.Do.Args = []any{f.ID}
		}
	} else if f.Health.Diagnosis != "" {
		c.Says = Say("It is kept from programs by %s.", f.Health.Diagnosis)
		c.Do = Say("Ask the publisher to let this reader in; such a wall is not got round.")
	}
	return c
}

// Held is the condition of a feed whose host wants silence: then it is not the feed's fault that it is not read.
func (c Condition) Held(h Hold, now time.Time) Condition {
	if !h.Until.After(now) {
		return c
	}
	switch c.State {
	case FeedFailing, FeedWell, FeedNew, FeedMoved, FeedQuiet: // a wall or a silence has another cause
		return Condition{State: FeedQuiet, Since: c.Since, Says: Say("Its host wants no calls before %s.", clock(h.Until, now)), Cause: h.Why}
	}
	return c
}

// HoldHost is the host of an address as holds name it: with its port, when that is not a usual one.
func HoldHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Host)
	if port := u.Port(); port == "80" || port == "443" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return host
}

// Paused is the feed, polled no more until it is resumed.
func (f Feed) Paused() Feed {
	f.Stopped, f.Failures, f.Reason, f.Problem, f.Health.Diagnosis = true, 0, ReasonNone, "", ""
	return f
}

// Resumed is the feed, polled again from now on as if nothing had been wrong.
func (f Feed) Resumed(now time.Time) Feed {
	f = f.Paused()
	f.Stopped, f.NextPollAt = false, now
	return f
}

// Judged is a source with the conditions of its feeds.
type Judged struct {
	SourceState
	Conditions []Condition // in the order of Feeds
}

// Judge gives every feed its condition, as its host's wish for silence excuses it.
func Judge(states []SourceState, holds []Hold, now time.Time) []Judged {
	byHost := make(map[string]Hold, len(holds))
	for _, h := range holds {
		byHost[h.Host] = h
	}
	all := make([]Judged, len(states))
	for i, state := range states {
		all[i] = Judged{state, make([]Condition, len(state.Feeds))}
		for j, f := range state.Feeds {
			all[i].Conditions[j] = f.Condition(now)
			if len(byHost) > 0 {
				all[i].Conditions[j] = all[i].Conditions[j].Held(byHost[HoldHost(f.URL)], now)
			}
		}
	}
	return all
}
