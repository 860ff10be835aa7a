package golden

import (
	"os"
	"path/filepath"
)

// Stories returns the folder of the labelled collections of articles, in NUTGRAF_SHARED or beside the project; "" when
// they are not there.
func Stories() string {
	dirs := []string{os.Getenv("NUTGRAF_SHARED")}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(filepath.Dir(dir), "shared"))
		}
	}
	for _, dir := range dirs {
		stories := filepath.Join(dir, "data", "stories")
		if info, err := os.Stat(stories); dir != "" && err == nil && info.IsDir() {
			return stories
		}
	}
	return ""
}
