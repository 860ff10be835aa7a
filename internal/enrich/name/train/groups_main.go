package main

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"
	"strconv"
	"time"
)

func (t *training) groupRun(dir string) error {
	begun := time.Now()
	texts, err := corpus(dir)
	if err != nil {
		return err
	}
	all := map[string]map[uint32]uint16{}
	for _, l := range []string{"en", "ru", "es", "fr", "de", "pt", "it"} {
		n := 0
		for _, s := range texts[l] {
			n += len(s)
		}
		k, _ := strconv.Atoi(os.Getenv("GROUPS_K"))
		if l != "en" {
			k = 200
		}
		all[l] = cluster(texts[l], k, 60000, 3, 10)
		fmt.Println(l, len(texts[l]), n, len(all[l]), time.Since(begun))
	}
	var b bytes.Buffer
	gob.NewEncoder(&b).Encode(all)
	return os.WriteFile("/tmp/groups"+os.Getenv("GROUPS_K")+".gob", b.Bytes(), 0o644)
}
