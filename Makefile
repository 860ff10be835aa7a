# make help lists the verbs.
SHELL := /bin/bash
TOOLS := go tool -modfile=tools/go.mod
PACKAGES := ./...
FUZZ_TIME ?= 60s

.PHONY: help build run test test-race lint golden fuzz bench quality schema check release

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## the binary, ./nutgraf
	CGO_ENABLED=0 go build -trimpath -o nutgraf ./cmd/nutgraf

run: ## a server with the demo press on http://localhost:8080, templates from disk
	go run ./cmd/nutgraf serve --demo --data nutgraf-demo --log-level info --templates internal/web

test: ## the README's tests; says what it could not run
	go test $(PACKAGES)

test-race: ## the same with the race detector, in random order
	go test -race -shuffle=on $(PACKAGES)

lint: ## gofmt, vet, golangci-lint with staticcheck in it
	@test -z "$$(gofmt -l cmd internal)" || { gofmt -l cmd internal; echo "gofmt: these files are not formatted"; exit 1; }
	go vet $(PACKAGES)
	$(TOOLS) golangci-lint run

golden: ## rewrite golden files; defend the diff in review
	go test $(PACKAGES) -run 'Golden|Quality|Schema|Scripts|Routes|Shape' -update

fuzz: ## every fuzz target for a minute
	@grep -rlE '^func Fuzz' --include='*_test.go' internal cmd | while read -r file; do \
	  for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9]+).*/\1/p' "$$file"); do \
	    echo "$$target in $$(dirname "$$file")"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 100x "./$$(dirname "$$file")" || exit 1; done; done

bench: ## benchmarks; docs/bench.txt has the last ones written down
	go test -run '^$$' -bench . -benchmem $(PACKAGES)
	cd tools/feedbench && go test -run '^$$' -bench . -benchmem
	cd tools/extractbench && go test -run '^$$' -bench . -benchtime 3x

quality: ## the scoreboards, on the evaluation data when it is there
	go test -count=1 -v -run 'Quality|Scoreboard|Shared|Conformance|Suite|ItemCounts' $(PACKAGES) | grep -v '^=== '
	cd tools/extractbench && go test -count=1 -v -run Quality | grep -v '^=== '

schema: ## dump both schemas into docs/
	go test ./internal/store -run Schema -update

check: lint test-race ## what to run before a push

release: ## static binaries for every target into dist/
	@for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 freebsd/amd64; do \
	  echo "$$target"; CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/} go build -trimpath -ldflags "-s -w" \
	    -o "dist/nutgraf-$${target%/*}-$${target#*/}" ./cmd/nutgraf || exit 1; done
