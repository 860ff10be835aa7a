package app

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/picture"

	"github.com/cespare/xxhash/v2"
)

// shelf keeps small pictures in a folder, in files of which the name tells all that is to know:
//
//	ab/abf0…-640-2000x1333-c0ffee….jpg   the address's hash, its width, the size of the whole picture, the hash of its bytes
//
// A file that is not what its name says is thrown away. When there is too much, the pictures that were wanted longest ago go, a few
// with each that comes. What cannot be written is not kept, and that is all. A nil shelf keeps nothing.
type shelf struct {
	dir   string
	limit int64 // bytes
	log   *slog.Logger

	mu     sync.Mutex
	files  map[string]*list.Element // by "hash-width"
	used   *list.List               // of *shelved, the last wanted first
	bytes  int64
	broken bool // the last writing failed
}

// shelved is a file on a shelf.
type shelved struct {
	key           string
	width, height int // of the whole picture
	sum           uint64
	size          int64
	wanted        time.Time
}

// touchEvery is how exactly the files remember when they were wanted.
const touchEvery = time.Hour

// openShelf takes stock of a folder. Nil is no shelf: limit is 0.
func openShelf(dir string, limit int64, log *slog.Logger) *shelf {
	if limit <= 0 {
		return nil
	}
	s := &shelf{dir: dir, limit: limit, log: log, files: map[string]*list.Element{}, used: list.New()}
	var found []*shelved
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil // what cannot be read is not there
		}
		info, err := entry.Info()
		f, ok := parseShelved(entry.Name())
		if err != nil || !ok {
			if strings.HasPrefix(entry.Name(), halfWritten) {
				_ = os.Remove(path) // a process ended in the middle
			}
			return nil
		}
		f.size, f.wanted = info.Size(), info.ModTime()
		found = append(found, f)
		return nil
	})
	slices.SortFunc(found, func(a, b *shelved) int { return b.wanted.Compare(a.wanted) })
	for _, f := range found {
		if s.files[f.key] == nil {
			s.files[f.key] = s.used.PushBack(f)
			s.bytes += f.size
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.evict()
	return s
}

const halfWritten = "new-"

func shelfKey(address string, width int) string {
	sum := sha256.Sum256([]byte(address))
	return fmt.Sprintf("%s-%d", hex.EncodeToString(sum[:16]), width)
}

func (f *shelved) name() string {
	return fmt.Sprintf("%s-%dx%d-%016x.jpg", f.key, f.width, f.height, f.sum)
}

func parseShelved(name string) (*shelved, bool) {
	parts := strings.Split(name, "-")
	if len(parts) != 4 {
		return nil, false
	}
	f := &shelved{key: parts[0] + "-" + parts[1]}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "%dx%d %x.jpg", &f.width, &f.height, &f.sum); err != nil {
		return nil, false
	}
	return f, f.name() == name && f.width > 0 && f.height > 0
}

func (s *shelf) path(f *shelved) string { return filepath.Join(s.dir, f.key[:2], f.name()) }

// size is how large the whole picture at an address is; zeros when it is not here.
func (s *shelf) size(address string) (width, height int) {
	if s == nil {
		return 0, 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.files[shelfKey(address, masterWidth)]; at != nil {
		s.used.MoveToFront(at) // a page shows it
		f := at.Value.(*shelved)
		return f.width, f.height
	}
	return 0, 0
}

// take gives a picture that is kept in this width.
func (s *shelf) take(address string, width int) (picture.Picture, bool) {
	if s == nil {
		return picture.Picture{}, false
	}
	f, stale := s.want(shelfKey(address, width), time.Now())
	if f == nil {
		return picture.Picture{}, false
	}
	path := s.path(f)
	body, err := os.ReadFile(path)
	if err != nil || xxhash.Sum64(body) != f.sum {
		s.log.Debug("a kept picture is broken", "url", address, "err", err)
		s.drop(f)
		return picture.Picture{}, false
	}
	if stale {
		_ = os.Chtimes(path, time.Time{}, f.wanted) // a read-only folder has no memory
	}
	return picture.Picture{JPEG: body, Width: min(width, f.width), OfWidth: f.width, OfHeight: f.height}, true
}

// want finds a file and says whether it is time to note on the disk that it is wanted. What it returns is a copy.
func (s *shelf) want(key string, now time.Time) (found *shelved, stale bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.files[key]
	if at == nil {
		return nil, false
	}
	s.used.MoveToFront(at)
	f := at.Value.(*shelved)
	if stale = now.Sub(f.wanted) > touchEvery; stale {
		f.wanted = now
	}
	one := *f
	return &one, stale
}

// drop takes a file away.
func (s *shelf) drop(f *shelved) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.files[f.key]; at != nil && at.Value.(*shelved).sum == f.sum {
		s.remove(at)
	}
}

// remove forgets a file, on the disk too. The lock is held.
func (s *shelf) remove(at *list.Element) {
	f := s.used.Remove(at).(*shelved)
	delete(s.files, f.key)
	s.bytes -= f.size
	_ = os.Remove(s.path(f)) // gone or not, it is not ours any more
}

// evict makes room. The lock is held.
func (s *shelf) evict() {
	for s.bytes > s.limit && s.used.Len() > 0 {
		s.remove(s.used.Back())
	}
}

// put keeps a picture, or does not.
func (s *shelf) put(address string, width int, p picture.Picture) {
	if s == nil || int64(len(p.JPEG)) > s.limit {
		return
	}
	f := &shelved{
		key: shelfKey(address, width), width: p.OfWidth, height: p.OfHeight,
		sum: xxhash.Sum64(p.JPEG), size: int64(len(p.JPEG)), wanted: time.Now(),
	}
	err := s.write(f, p.JPEG)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if !s.broken {
			s.log.Warn("pictures are not kept", "err", err) // once, until it goes well again
		}
		s.broken = true
		return
	}
	s.broken = false
	if at := s.files[f.key]; at != nil {
		if at.Value.(*shelved).sum == f.sum {
			return
		}
		s.remove(at)
	}
	s.files[f.key] = s.used.PushFront(f)
	s.bytes += f.size
	s.evict()
}

// write makes the file, whole or not at all.
func (s *shelf) write(f *shelved, body []byte) error {
	path := s.path(f)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), halfWritten)
	if err != nil {
		return err
	}
	_, err = file.Write(body)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // nothing half stays
	}
	return err
}
