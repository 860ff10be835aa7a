package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// readConfig reads the TOML configuration file. Its keys are the names of the flags, with - or _ between words; an
// unknown key is an error, because a typing mistake that changes nothing is hard to find.
func readConfig(r io.Reader) (kong.Resolver, error) {
	settings := fileSettings{}
	if _, err := toml.NewDecoder(r).Decode(&settings); err != nil {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	for key, value := range settings {
		delete(settings, key)
		settings[strings.ReplaceAll(key, "_", "-")] = value
	}
	return settings, nil
}

type fileSettings map[string]any

// Validate implements kong.Resolver.
func (s fileSettings) Validate(application *kong.Application) error {
	known := map[string]bool{}
	var collect func(node *kong.Node)
	collect = func(node *kong.Node) {
		for _, flag := range node.Flags {
			known[flag.Name] = true
		}
		for _, child := range node.Children {
			collect(child)
		}
	}
	collect(application.Node)
	var unknown []string
	for key := range s {
		if !known[key] || key == "config" || key == "help" {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return fmt.Errorf("configuration file: unknown setting %s (see \"nutgraf serve --help\" for the names)", strings.Join(unknown, ", "))
	}
	return nil
}

// Resolve implements kong.Resolver: kong asks it only for what neither a flag nor the environment has set.
func (s fileSettings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := lookupEnv(name); set {
			return nil, nil
		}
	}
	value, found := s[flag.Name]
	if !found {
		return nil, nil
	}
	if list, ok := value.([]any); ok {
		texts := make([]string, len(list))
		for i, item := range list {
			texts[i] = fmt.Sprint(item)
		}
		return strings.Join(texts, ","), nil
	}
	return value, nil
}
