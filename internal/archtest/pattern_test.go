package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPatternsCompile compiles what [text.Lazy] compiles only when it is used.
func TestPatternsCompile(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, is := node.(*ast.CallExpr)
			if !is {
				return true
			}
			if of, is := call.Fun.(*ast.SelectorExpr); !is || of.Sel.Name != "Lazy" || len(call.Args) != 1 {
				return true
			}
			n++
			source, err := literal(call.Args[0])
			if err == nil {
				_, err = regexp.Compile(source)
			}
			if err != nil {
				t.Errorf("%s: %v", files.Position(call.Pos()), err)
			}
			return true
		})
		return nil
	})
	if err != nil || n < 50 {
		t.Errorf("only %d patterns found, %v", n, err)
	}
}

// literal reads a constant string that is written out, in one piece or in several.
func literal(e ast.Expr) (string, error) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		x, err := literal(e.X)
		if err != nil {
			return "", err
		}
		y, err := literal(e.Y)
		return x + y, err
	case *ast.BasicLit:
		return strconv.Unquote(e.Value)
	}
	return "", strconv.ErrSyntax
}
