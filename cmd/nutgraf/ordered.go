package main

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"runtime"
	"sync"
)

// jsonLines maps inputs to values with all cores and writes one JSON line per input in the order of the inputs.
// It reports whether every input went well: f says so for each.
func jsonLines[T any](out io.Writer, workers int, inputs iter.Seq[T], f func(T) (line any, ok bool)) (allWell bool, err error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	type job struct {
		input T
		done  chan struct{}
		line  any
		ok    bool
	}
	queue := make(chan *job, 4*workers) // in order of input, for the writer
	work := make(chan *job)
	var pool sync.WaitGroup
	for range workers {
		pool.Go(func() {
			for j := range work {
				j.line, j.ok = f(j.input)
				close(j.done)
			}
		})
	}
	go func() { // ends when the inputs do: the writer below takes everything it queues
		for input := range inputs {
			j := &job{input: input, done: make(chan struct{})}
			queue <- j
			work <- j
		}
		close(work)
		close(queue)
	}()
	allWell = true
	buffered := bufio.NewWriterSize(out, 64<<10)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for j := range queue {
		<-j.done
		allWell = allWell && j.ok
		if err == nil {
			err = encoder.Encode(j.line)
		}
	}
	pool.Wait()
	if err == nil {
		err = buffered.Flush()
	}
	return allWell, err
}
