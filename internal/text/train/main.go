// Train makes the weights that text.Language reads, from the sentences of SIB-200 (Apache-2.0), and measures them.
//
//	go run ./internal/text/train DIR
//
// DIR holds sib200_annotated.tar.gz. The parts "train" and "dev" teach, "test" is only measured. The same input
// gives the same file, byte for byte.
package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nutgraf/internal/text"
)

func main() {
	out := flag.String("o", "internal/text/language.bin", "file to write")
	measure := flag.Bool("measure", false, "only measure the weights that are built in")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: train [-o FILE] [-measure] DIR")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out, *measure); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(dir, out string, measure bool) error {
	lessons, exam, err := load(filepath.Join(dir, "sib200_annotated.tar.gz"))
	if err != nil {
		return err
	}
	if measure {
		report(exam)
		return nil
	}
	file, err := train(lessons, exam)
	if err != nil {
		return err
	}
	return os.WriteFile(out, file, 0o644)
}

// sentence is a text with its language.
type sentence struct{ tag, text string }

// load reads what teaches and what is measured, in an order that does not depend on the archive's.
func load(path string) (lessons, exam []sentence, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		folder, part := filepath.Base(filepath.Dir(h.Name)), filepath.Base(h.Name)
		tag, taught := languages[folder]
		if !taught {
			tag = elsewhere[folder]
		}
		if tag == "" || !strings.HasSuffix(part, ".tsv") {
			continue
		}
		found := rows(r, tag)
		if folder == "srp_Cyrl" {
			for _, s := range found {
				found = append(found, sentence{tag, romanize(s.text)})
			}
		}
		switch {
		case part == "test.tsv":
			exam = append(exam, found...)
		case taught:
			lessons = append(lessons, found...)
		}
	}
	byTag := func(a, b sentence) int { return strings.Compare(a.tag+"\t"+a.text, b.tag+"\t"+b.text) }
	slices.SortFunc(lessons, byTag)
	slices.SortFunc(exam, byTag)
	return lessons, exam, nil
}

// rows reads the third column of a table with a head.
func rows(r io.Reader, tag string) []sentence {
	var found []sentence
	for lines := bufio.NewScanner(r); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) == 3 && cells[0] != "index_id" {
			found = append(found, sentence{tag, cells[2]})
		}
	}
	return found
}

// romanize writes Serbian in Latin letters, as half of its press does.
func romanize(s string) string { return serbian.Replace(s) }

var serbian = strings.NewReplacer("а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "ђ", "đ", "е", "e", "ж", "ž", "з", "z",
	"и", "i", "ј", "j", "к", "k", "л", "l", "љ", "lj", "м", "m", "н", "n", "њ", "nj", "о", "o", "п", "p", "р", "r", "с", "s",
	"т", "t", "ћ", "ć", "у", "u", "ф", "f", "х", "h", "ц", "c", "ч", "č", "џ", "dž", "ш", "š", "А", "A", "Б", "B", "В", "V",
	"Г", "G", "Д", "D", "Ђ", "Đ", "Е", "E", "Ж", "Ž", "З", "Z", "И", "I", "Ј", "J", "К", "K", "Л", "L", "Љ", "Lj", "М", "M",
	"Н", "N", "Њ", "Nj", "О", "O", "П", "P", "Р", "R", "С", "S", "Т", "T", "Ћ", "Ć", "У", "U", "Ф", "F", "Х", "H", "Ц", "C",
	"Ч", "Č", "Џ", "Dž", "Ш", "Š")

// report prints how often text.Language is right, for whole sentences and for their first five words.
func report(exam []sentence) {
	wrong := map[string]int{}
	var whole, short int
	for _, s := range exam {
		tag, _ := text.Language(s.text)
		if tag == s.tag {
			whole++
		} else {
			wrong[s.tag+" taken for "+tag]++
		}
		if tag, _ := text.Language(start(s.text)); tag == s.tag {
			short++
		}
	}
	n := float64(len(exam))
	fmt.Printf("%d sentences: %.2f %% right; of their first five words alone: %.2f %%\n", len(exam), 100*float64(whole)/n, 100*float64(short)/n)
	confusions := make([]string, 0, len(wrong))
	for what, times := range wrong {
		confusions = append(confusions, fmt.Sprintf("%4d %s", times, what))
	}
	slices.Sort(confusions)
	slices.Reverse(confusions)
	fmt.Println(strings.Join(confusions[:min(25, len(confusions))], "\n"))
}

// start returns the first five words.
func start(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(5, len(words))], " ")
}
