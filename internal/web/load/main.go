// Command load asks a running site for pages and prints requests per second, the spread of the answers' times and their
// statuses. It talks to this machine only, and stops by itself after a number of requests or a time.
//
//	go run ./internal/web/load -c 16 -n 20000 http://127.0.0.1:8080/ http://127.0.0.1:8080/story/1
//	seq -f /story/%.0f 1 10000 | go run ./internal/web/load -list - -zipf 1.1 -c 1000 -t 30s -pid $(pgrep -x nutgraf) http://127.0.0.1:8080
//
// With -list the addresses are lines of a file, mixed: each as likely as all others, or by -zipf the first ones far more
// often than the last. With -anew none is one that the site has kept. A page that has moved is asked where it is from then on; with
// -settled from the first request on.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"strings"
	"time"

	"nutgraf/internal/web/load/ask"
)

type options struct {
	ask.Options
	limit   time.Duration
	settled bool
	pid     int
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("load: ")
	var o options
	flag.IntVar(&o.Connections, "c", 16, "connections, each with one request at a time")
	flag.IntVar(&o.Requests, "n", 10_000, "requests per address, or in all with -list, at most")
	flag.DurationVar(&o.limit, "t", 20*time.Second, "time per address, or in all with -list, at most")
	flag.Float64Var(&o.Rate, "rate", 0, "requests a second; 0: as many as are answered")
	flag.Float64Var(&o.Zipf, "zipf", 0, "with -list: how much likelier the first ones are, above 1; 0: all alike")
	flag.Uint64Var(&o.Seed, "seed", 1, "of the chance")
	flag.BoolVar(&o.Anew, "anew", false, "ask for pages that are not kept, by a parameter that is another one each time")
	flag.BoolVar(&o.settled, "settled", false, "find out first where pages are that have moved, and ask for them there, as readers do whose links lead there")
	flag.IntVar(&o.pid, "pid", 0, "process whose memory and processor time are told, on Linux")
	list := flag.String("list", "", "file of addresses, or of paths below the one address; -: standard input")
	flag.Parse()
	if flag.NArg() == 0 || o.Connections < 1 || o.Requests < 1 || o.Zipf != 0 && o.Zipf <= 1 || o.Rate < 0 {
		log.Fatal("name at least one address; -c and -n are at least 1, -zipf is above 1")
	}
	for _, address := range flag.Args() {
		if u, err := url.Parse(address); err != nil || u.Host == "" {
			log.Fatalf("%q is no address", address)
		}
	}
	if err := run(o, *list, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(o options, list string, addresses []string) error {
	if list == "" {
		for _, address := range addresses {
			if err := tell(o, address, []string{address}); err != nil {
				return err
			}
		}
		return nil
	}
	mixed, err := read(list, addresses[0])
	if err != nil {
		return err
	}
	return tell(o, fmt.Sprintf("%d addresses of %s", len(mixed), addresses[0]), mixed)
}

// read takes addresses from lines, below a base when they are only paths.
func read(name, base string) ([]string, error) {
	file := os.Stdin
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return nil, err
		}
		defer file.Close()
	}
	text, err := io.ReadAll(io.LimitReader(file, 1<<28))
	var mixed []string
	for _, line := range strings.Fields(string(text)) {
		if strings.HasPrefix(line, "/") {
			line = strings.TrimSuffix(base, "/") + line
		}
		mixed = append(mixed, line)
	}
	if err == nil && len(mixed) == 0 {
		err = fmt.Errorf("%s lists no address", name)
	}
	return mixed, err
}

// tell measures and prints.
func tell(o options, what string, addresses []string) error {
	client := ask.Client(o.Connections)
	if o.settled {
		var err error
		if addresses, err = ask.Settle(context.Background(), client, o.Connections, addresses); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), o.limit)
	defer cancel()
	before := ask.UsageOf(o.pid)
	r := ask.Measure(ctx, client, o.Options, addresses)
	fmt.Printf("%s\n  %s\n", what, r)
	if after := ask.UsageOf(o.pid); after.Resident > 0 {
		fmt.Printf("  process %d: %d MiB resident, %d at most, %.3f ms of processor a request\n", o.pid, after.Resident>>20, after.Peak>>20,
			float64((after.Processor-before.Processor).Microseconds())/1000/float64(max(1, len(r.Took))))
	}
	if len(r.Took) == 0 {
		return errors.Join(errors.New("no request was answered"), r.Err)
	}
	return nil
}
