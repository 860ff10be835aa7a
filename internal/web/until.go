package web

import (
	"reflect"
	"sync"
	"time"
)

// This file tells how long the words of a page stay right that say how long ago something was.

// changesAt is when the words of a time will be other ones, seen from now; zero: at a midnight, if ever.
func changesAt(t, now time.Time) time.Time {
	step := 24 * time.Hour
	switch d := now.Sub(t); {
	case d < time.Minute:
		return t.Add(time.Minute)
	case d < time.Hour:
		step = time.Minute
	case d < 24*time.Hour:
		step = time.Hour
	case d >= 7*24*time.Hour:
		return time.Time{}
	}
	return t.Add(now.Sub(t).Truncate(step) + step)
}

// nextDay is when the day is another one: where the site is, or in universal time, in which days of the news are told.
func nextDay(now time.Time) time.Time {
	here := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	if there := now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour); there.Before(here) {
		return there
	}
	return here
}

// until is a time in seconds, as [wordsStand] finds it in a stamp; zero: not bounded by this.
func until(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// sooner is a stamp on a page that says something else beside its words from end on.
func (t stamp) sooner(end time.Time) stamp {
	if t.until == 0 || end.Unix() < t.until {
		t.until = end.Unix()
	}
	return t
}

// wordsStand is until when the stamps of a view stay as they are: all that its fields, lists and pointers lead to. What stands behind an
// interface is not looked at.
func wordsStand(view any) time.Time {
	first := int64(farOff)
	earliest(reflect.ValueOf(view), &first)
	return time.Unix(first, 0)
}

// farOff is a time that no page is kept for, in seconds.
const farOff = 1 << 40

var stampType = reflect.TypeFor[stamp]()

func earliest(v reflect.Value, first *int64) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			earliest(v.Elem(), first)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			earliest(v.Index(i), first)
		}
	case reflect.Struct:
		if v.Type() == stampType {
			if at := v.FieldByName("until").Int(); at != 0 {
				*first = min(*first, at)
			}
			return
		}
		for _, i := range stamped(v.Type()) {
			earliest(v.Field(i), first)
		}
	}
}

// stampedFields are the fields of a type that lead to stamps, by the type.
var stampedFields sync.Map

func stamped(t reflect.Type) []int {
	if known, is := stampedFields.Load(t); is {
		return known.([]int)
	}
	var fields []int
	for i := range t.NumField() {
		if leadsToStamp(t.Field(i).Type, map[reflect.Type]bool{}) {
			fields = append(fields, i)
		}
	}
	stampedFields.Store(t, fields)
	return fields
}

func leadsToStamp(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t == stampType || seen[t] {
		return t == stampType
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return leadsToStamp(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if leadsToStamp(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}
