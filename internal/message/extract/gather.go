package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// message is a text of the interface as the code names it.
type message struct {
	id, plural string
	where      string // the first file that says it
}

// gather finds the messages of all templates and Go files below a folder, by the files and the order in them.
func gather(root string) ([]message, error) {
	var all []message
	seen := map[string]int{}
	add := func(m message) {
		if rel, err := filepath.Rel(root, m.where); err == nil { // the same from whatever folder it is run
			m.where = "internal/" + filepath.ToSlash(rel)
		}
		at, known := seen[m.id]
		if !known {
			seen[m.id] = len(all)
			all = append(all, m)
		} else if all[at].plural == "" {
			all[at].plural = m.plural
		}
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return filepath.SkipDir
		case strings.HasSuffix(path, ".html") && strings.Contains(path, "templates"):
			return ofTemplate(path, add)
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			return ofCode(path, add)
		}
		return nil
	})
	return all, err
}

// ofTemplate finds t "…" and n "…" "…", wherever they stand in pipelines.
func ofTemplate(path string, add func(message)) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	tree := parse.New(path)
	tree.Mode = parse.SkipFuncCheck | parse.ParseComments
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(string(text), "{{", "}}", trees); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var names []string
	for name := range trees {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		walk(trees[name].Root, func(words []parse.Node) {
			name, is := words[0].(*parse.IdentifierNode)
			if !is || len(words) < 2 {
				return
			}
			switch one, constant := words[1].(*parse.StringNode); {
			case name.Ident == "t" && constant:
				add(message{id: one.Text, where: path})
			case name.Ident == "n" && constant && len(words) > 2:
				if many, constant := words[2].(*parse.StringNode); constant {
					add(message{id: one.Text, plural: many.Text, where: path})
				}
			}
		})
	}
	return nil
}

// walk visits the commands of a template.
func walk(node parse.Node, visit func([]parse.Node)) {
	branch := func(b parse.BranchNode) {
		walk(b.Pipe, visit)
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				walk(one, visit)
			}
		}
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				walk(c, visit)
			}
		}
	case *parse.CommandNode:
		visit(n.Args)
		for _, arg := range n.Args {
			walk(arg, visit)
		}
	case *parse.TemplateNode:
		walk(n.Pipe, visit)
	case *parse.IfNode:
		branch(n.BranchNode)
	case *parse.RangeNode:
		branch(n.BranchNode)
	case *parse.WithNode:
		branch(n.BranchNode)
	}
}

// sayers are the functions whose constant arguments are messages, and at which argument those begin.
var sayers = map[string]struct{ at, many int }{
	"news.Say": {0, -1}, "news.Word": {0, -1}, "news.SayN": {1, 2},
	"say.T": {0, -1}, "say.Date": {1, -1}, "say.N": {0, 1},
}

// ofCode finds calls of news.Say and the like. Inside of package news they bear no prefix.
func ofCode(path string, add func(message)) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(node ast.Node) bool {
		call, is := node.(*ast.CallExpr)
		if !is {
			return true
		}
		sayer, is := sayers[named(call.Fun, file.Name.Name)]
		if !is || len(call.Args) <= max(sayer.at, sayer.many) {
			return true
		}
		m := message{id: constant(call.Args[sayer.at]), where: path}
		if sayer.many >= 0 {
			m.plural = constant(call.Args[sayer.many])
		}
		if m.id != "" {
			add(m)
		}
		return true
	})
	return nil
}

// named is how a function is called: "news.Say".
func named(fun ast.Expr, within string) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return within + "." + f.Name
	case *ast.SelectorExpr:
		switch x := f.X.(type) {
		case *ast.Ident:
			return x.Name + "." + f.Sel.Name
		case *ast.CallExpr: // s.say(r).T
			if inner, is := x.Fun.(*ast.SelectorExpr); is {
				return inner.Sel.Name + "." + f.Sel.Name
			}
		}
	}
	return ""
}

// constant is the string of a literal, or of several joined by +.
func constant(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		if left, right := constant(x.X), constant(x.Y); left != "" && right != "" {
			return left + right
		}
	}
	return ""
}
