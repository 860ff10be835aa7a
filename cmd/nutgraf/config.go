package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// readConfig reads the TOML configuration file. Its keys are the names of the flags, with - or _ between words; an
// unknown key is an error, because a typing mistake that changes nothing is hard to find.
func readConfig(r io.Reader) (kong.Resolver, error) {
	s := fileSettings{name: "configuration file"}
	if file, ok := r.(*os.File); ok {
		s.name = file.Name()
	}
	var read map[string]any
	if _, err := toml.NewDecoder(r).Decode(&read); err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	s.values = make(map[string]any, len(read))
	for key, value := range read {
		s.put(key, value)
	}
	return s, nil
}

// put takes up a setting. A section of the file is a prefix: half-life in [rank] is rank-half-life. A section within a
// section is one setting with several parts.
func (s fileSettings) put(key string, value any) {
	section, is := value.(map[string]any)
	if !is {
		s.values[strings.ReplaceAll(key, "_", "-")] = value
		return
	}
	for name, value := range section {
		if parts, are := value.(map[string]any); are {
			var list []any
			for part, value := range parts {
				list = append(list, fmt.Sprintf("%s=%v", part, value))
			}
			value = list
		}
		s.put(key+"-"+name, value)
	}
}

// onceTag marks flags that say what one call is to do: no file sets them, whatever else there has the same name.
const onceTag = "once"

type fileSettings struct {
	name   string // of the file
	values map[string]any
}

// Validate implements kong.Resolver.
func (s fileSettings) Validate(application *kong.Application) error {
	known := map[string]bool{}
	var collect func(node *kong.Node)
	collect = func(node *kong.Node) {
		for _, flag := range node.Flags {
			known[flag.Name] = known[flag.Name] || !flag.Tag.Has(onceTag)
		}
		for _, child := range node.Children {
			collect(child)
		}
	}
	collect(application.Node)
	var unknown []string
	for key := range s.values {
		if !known[key] || key == "config" || key == "help" {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return fmt.Errorf("%s: unknown setting %s (see \"nutgraf serve --help\" for the names)", s.name, strings.Join(unknown, ", "))
	}
	return nil
}

// Resolve implements kong.Resolver: kong asks it only for what neither a flag nor the environment has set.
func (s fileSettings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Tag.Has(onceTag) {
		return nil, nil
	}
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	value, found := s.values[flag.Name]
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
