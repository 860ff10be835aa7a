package app

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"

	"github.com/klauspost/compress/gzip"
)

// The largest page, and the largest line of a JSON Lines file, that is taken into memory, in bytes, decompressed.
// A file of lines may be of any length.
const (
	maxPage = 64 << 20
	maxLine = 64 << 20
	headLen = 4096
)

// File is one input, decompressed. Its content can be read once, while the loop over [Files] stands at it.
type File struct {
	Path    string
	ModTime time.Time
	in      *bufio.Reader
	isMail  bool // a message by where it lies
}

func newFile(path string, at time.Time, in io.Reader) File {
	return File{Path: path, ModTime: at, in: bufio.NewReaderSize(in, 16*headLen)}
}

// Form is what a file turned out to be.
type Form string

const (
	FormUnknown Form = ""
	FormHTML    Form = "html"
	FormText    Form = "text"
	FormOPML    Form = "opml"
	FormJSONL   Form = "jsonl"
	FormMail    Form = "mail" // one message
	FormMbox    Form = "mbox" // many
	FormWARC    Form = "warc" // a web archive
)

// Files reads the inputs that the paths name, in order; "-" is standard input, a folder is every file in it,
// sorted (of a Maildir: its messages), and a tar archive is every file inside. What cannot be read is yielded as an error that names it.
func Files(paths []string) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, path := range paths {
			if path == "-" {
				if !yield(newFile("-", time.Now(), os.Stdin), nil) {
					return
				}
				continue
			}
			if !walk(path, yield) {
				return
			}
		}
	}
}

func walk(root string, yield func(File, error) bool) bool {
	more := true
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			more = yield(File{Path: path}, plain(err))
			if entry != nil && entry.IsDir() {
				return skipUnless(more, fs.SkipDir)
			}
		case path != root && strings.HasPrefix(entry.Name(), ".") && !isMaildir(path):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case path != root && isMaildir(filepath.Dir(path)):
			if entry.IsDir() && entry.Name() == "tmp" { // not yet delivered
				return fs.SkipDir
			}
		case inMaildir(path) && !entry.IsDir():
			if isLive(entry.Name()) {
				more = open(path, func(f File, err error) bool { f.isMail = true; return yield(f, err) })
			}
		case entry.IsDir():
		case path != root && !entry.Type().IsRegular() && entry.Type()&fs.ModeSymlink == 0:
			more = yield(File{Path: path}, fmt.Errorf("%s is not a file: %w", path, news.ErrInvalid))
		default:
			more = open(path, yield)
		}
		return skipUnless(more, nil)
	})
	if err != nil && more {
		more = yield(File{Path: root}, plain(err))
	}
	return more
}

// isMaildir reports whether a folder keeps messages as Maildir does.
func isMaildir(path string) bool {
	for _, name := range []string{"cur", "new"} {
		if stat, err := os.Stat(filepath.Join(path, name)); err != nil || !stat.IsDir() {
			return false
		}
	}
	return true
}

// inMaildir reports whether a file is a message of a Maildir.
func inMaildir(path string) bool {
	folder := filepath.Dir(path)
	name := filepath.Base(folder)
	return (name == "cur" || name == "new") && isMaildir(filepath.Dir(folder))
}

// isLive reports whether a message of a Maildir is neither a draft nor thrown away, as its name tells.
func isLive(name string) bool {
	_, flags, _ := strings.Cut(name, ":2,")
	return !strings.HasPrefix(name, ".") && !strings.ContainsAny(flags, "DT")
}

func skipUnless(more bool, otherwise error) error {
	if !more {
		return fs.SkipAll
	}
	return otherwise
}

// open yields the file, or the files of the archive, at path.
func open(path string, yield func(File, error) bool) bool {
	fail := func(err error) bool { return yield(File{Path: path}, plain(err)) }
	file, err := os.Open(path)
	if err != nil {
		return fail(err)
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return fail(err)
	}
	if stat.IsDir() {
		return fail(fmt.Errorf("%s is not a file: %w", path, news.ErrInvalid))
	}
	reader := bufio.NewReaderSize(file, 64<<10)
	var in io.Reader = reader
	name := strings.ToLower(path)
	if magic, _ := reader.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unzip, err := gzip.NewReader(reader)
		if err != nil {
			return fail(fmt.Errorf("%s: broken gzip file: %w", path, err))
		}
		in = unzip
		name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".tgz")
		if strings.HasSuffix(strings.ToLower(path), ".tgz") {
			name += ".tar"
		}
	}
	if strings.HasSuffix(name, ".tar") {
		return untar(path, tar.NewReader(in), yield)
	}
	return yield(newFile(path, stat.ModTime(), in), nil)
}

func untar(path string, archive *tar.Reader, yield func(File, error) bool) bool {
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return yield(File{Path: path}, fmt.Errorf("%s: broken tar archive: %w", path, err))
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if !yield(newFile(path+"/"+header.Name, header.ModTime, archive), nil) {
			return false
		}
	}
}

// Body reads the whole content.
func (f File) Body() ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(f.in, maxPage+1))
	if err == nil && len(body) > maxPage {
		err = fmt.Errorf("larger than %d MiB: %w", maxPage>>20, news.ErrInvalid)
	}
	return body, err
}

// magics are how well-known files begin that hold no page whatever they are called.
var magics = []string{"PK\x03\x04", "%PDF-", "\x89PNG", "GIF8", "\xff\xd8\xff", "\x7fELF", "7z\xbc\xaf", "\xfd7zXZ"}

var htmlTag = regexp.MustCompile(`(?i)<(!doctype html|html|head|body|meta|title|div|article|p)[\s>]`)

// Form looks at name and content; the content wins.
func (f File) Form() Form {
	head, _ := f.in.Peek(headLen) // a short file, or a broken one: reading will tell
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	lower := bytes.ToLower(head)
	name := strings.TrimSuffix(strings.ToLower(f.Path), ".gz")
	isUTF16 := bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
	switch {
	case len(head) == 0 || bytes.IndexByte(head, 0) >= 0 && !isUTF16 && !f.isMail || slices.ContainsFunc(magics, func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }):
		return FormUnknown
	case bytes.HasPrefix(head, []byte("WARC/")):
		return FormWARC
	case postmark.Match(head):
		return FormMbox
	case f.isMail || isMessage(head):
		return FormMail
	case bytes.Contains(lower, []byte("<opml")):
		return FormOPML
	case head[0] == '{' && (strings.HasSuffix(name, "l") || bytes.Contains(lower, []byte(`"title"`)) || bytes.Contains(lower, []byte(`"headline"`))):
		return FormJSONL
	case htmlTag.Match(head):
		return FormHTML
	case strings.HasSuffix(name, ".html"), strings.HasSuffix(name, ".htm"):
		return FormHTML
	}
	return FormText
}

// Lines yields the lines that are not blank with their numbers, from 1. A line is valid until the next.
// The last number comes with the error that ended the reading early, if one did.
func (f File) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		lines := bufio.NewScanner(f.in)
		lines.Buffer(make([]byte, 0, 64<<10), maxLine)
		number := 0
		for lines.Scan() {
			number++
			if text := bytes.TrimSpace(lines.Bytes()); len(text) > 0 && !yield(Line{number, text}, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(Line{Number: number + 1}, err)
		}
	}
}

// Line is a line of a file.
type Line struct {
	Number int
	Text   []byte
}

// plain turns "open x: permission denied" into the order that the other messages have.
func plain(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: cannot read: %w", e.Path, e.Err)
	}
	return err
}
