package server

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"nutgraf/internal/news"
)

const (
	logName    = "pages.log"
	minCompact = 16 << 20 // bytes of a log that is worth making anew
)

// pageLog is the file that the pages live in: each change is appended, and is on the disk before it is answered. What
// breaks off in the middle of a record loses that record alone. When more than half of the file is past, it is
// written anew with the pages that are there.
//
// A log is for one goroutine at a time, but for sync.
type pageLog struct {
	dir     string
	file    *os.File // changes only while syncing is held too
	size    int64
	live    map[string]span // the records of the pages that are there
	past    int64           // bytes of other records
	compact int64           // size from which on it may be written anew

	written atomic.Int64 // records so far
	broken  atomic.Bool  // what it says cannot be trusted to reach the disk any more
	syncing sync.Mutex
	synced  int64 // records that are on the disk
}

var errBroken = fmt.Errorf("%s could not be written to the disk; look at the disk and start the server again: %w", logName, news.ErrUnavailable)

// span is where a record stands.
type span struct{ at, length int64 }

// openLog opens the log in a folder, which it makes when it is missing.
func openLog(dir string) (*pageLog, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	_ = os.Remove(filepath.Join(dir, logName+".new")) // of a compaction that did not come to its end
	file, err := os.OpenFile(filepath.Join(dir, logName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return &pageLog{dir: dir, file: file, live: map[string]span{}, compact: minCompact}, nil
}

// replay gives every record to f, in their order, and then cuts off what was not written to its end. It returns how
// many bytes were damaged, which are passed over.
func (l *pageLog) replay(f func(record) error) (damaged int64, err error) {
	info, err := l.file.Stat()
	if err != nil {
		return 0, err
	}
	size := info.Size()
	for l.size < size {
		r, n, err := l.at(l.size, size)
		if err != nil {
			return damaged, err
		}
		if n == 0 {
			next, err := l.next(l.size+1, size)
			if err != nil {
				return damaged, err
			}
			damaged += next - l.size
			if next == size {
				break
			}
			l.past += next - l.size
			l.size = next
			continue
		}
		l.account(r, n)
		if err := f(r); err != nil {
			return damaged, err
		}
	}
	return damaged, l.file.Truncate(l.size)
}

// at reads the record at an offset; its length is 0 when there is none.
func (l *pageLog) at(offset, size int64) (record, int64, error) {
	head := make([]byte, headLength)
	if n, err := l.file.ReadAt(head, offset); n < len(head) {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return record{}, 0, err
	}
	n := int64(length(head))
	if n == 0 || offset+n > size {
		return record{}, 0, nil
	}
	whole := make([]byte, n)
	if _, err := l.file.ReadAt(whole, offset); err != nil {
		return record{}, 0, err
	}
	r, sound := decode(whole)
	if !sound {
		return record{}, 0, nil
	}
	return r, n, nil
}

// next finds the next sound record from an offset on; the size when there is none.
func (l *pageLog) next(offset, size int64) (int64, error) {
	window := make([]byte, 1<<20)
	for offset < size {
		n, err := l.file.ReadAt(window, offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return size, err
		}
		for at := 0; ; at++ {
			found := bytes.Index(window[at:n], []byte(mark))
			if found < 0 {
				break
			}
			at += found
			if _, length, err := l.at(offset+int64(at), size); err != nil || length > 0 {
				return offset + int64(at), err
			}
		}
		if n < len(window) {
			break
		}
		offset += int64(n - len(mark) + 1)
	}
	return size, nil
}

// account notes a record of n bytes at the end of the log.
func (l *pageLog) account(r record, n int64) {
	l.forget(r.name)
	if r.deleted {
		l.past += n
	} else {
		l.live[r.name] = span{l.size, n}
	}
	l.size += n
	l.written.Add(1)
}

// forget notes that a page is there no longer, so that its record is past.
func (l *pageLog) forget(name string) {
	l.past += l.live[name].length
	delete(l.live, name)
}

// append writes a record and returns its number, which sync asks for. When it fails the log is as it was.
func (l *pageLog) append(r record) (int64, error) {
	if l.broken.Load() {
		return 0, errBroken
	}
	b := r.encode(nil)
	if _, err := l.file.WriteAt(b, l.size); err != nil {
		l.broken.Store(l.file.Truncate(l.size) != nil)
		return 0, fmt.Errorf("write %s: %w: %w", logName, err, news.ErrUnavailable)
	}
	l.account(r, int64(len(b)))
	return l.written.Load(), nil
}

// sync returns when the record of a number is on the disk. One call of the system serves all that wait meanwhile. Many
// may call it at once.
func (l *pageLog) sync(number int64) error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	if l.synced >= number {
		return nil
	}
	written := l.written.Load()
	if err := l.file.Sync(); err != nil {
		l.broken.Store(true) // the system may have thrown away what it could not write
		return fmt.Errorf("write %s to the disk: %w: %w", logName, err, news.ErrUnavailable)
	}
	l.synced = written
	return nil
}

// wasteful reports whether it is time to write the log anew.
func (l *pageLog) wasteful() bool { return l.size > l.compact && l.past > l.size/2 && !l.broken.Load() }

// rewrite writes the log anew, of the pages that are there, in the order in which they came. Whenever it breaks off, the
// old log or the new one is whole. After a failure it is not tried again until the log has grown.
func (l *pageLog) rewrite() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	l.compact = max(minCompact, 2*l.size)
	path := filepath.Join(l.dir, logName)
	fresh, err := os.OpenFile(path+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	live, size, err := l.copyTo(fresh)
	if err == nil {
		err = fresh.Sync()
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		fresh.Close()
		_ = os.Remove(path + ".new")
		return fmt.Errorf("make %s anew: %w", logName, err)
	}
	_ = l.file.Close() // what it held is in the new one
	l.file, l.live, l.size, l.past, l.synced, l.compact = fresh, live, size, 0, l.written.Load(), minCompact
	return syncFolder(l.dir)
}

// copyTo copies the records of the pages that are there.
func (l *pageLog) copyTo(fresh *os.File) (live map[string]span, size int64, err error) {
	names := slices.SortedFunc(maps.Keys(l.live), func(a, b string) int { return cmp.Compare(l.live[a].at, l.live[b].at) })
	live = make(map[string]span, len(names))
	for _, name := range names {
		old := l.live[name]
		if _, err := io.Copy(io.NewOffsetWriter(fresh, size), io.NewSectionReader(l.file, old.at, old.length)); err != nil {
			return nil, 0, err
		}
		live[name] = span{size, old.length}
		size += old.length
	}
	return live, size, nil
}

// syncFolder makes a renaming last. Systems that cannot do that do it by themselves.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrInvalid) && !errors.Is(err, os.ErrPermission) {
		return err
	}
	return nil
}

func (l *pageLog) close() error { return errors.Join(l.file.Sync(), l.file.Close()) }
