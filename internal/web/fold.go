package web

import (
	"bytes"
	"html"
	"html/template"
	"text/template/parse"

	"nutgraf/internal/message"
)

// fold puts the messages of templates that take no values into words, once for a language: {{t "Search"}} becomes text of the
// template, as if it had been written there. It comes before html/template learns in which places values stand; each place of
// such a message is one where words stand, between tags or in a quoted attribute, which a test sees to.
func fold(set *template.Template, say *message.Speaker) {
	for _, one := range set.Templates() {
		if one.Tree != nil {
			foldList(one.Tree.Root, say)
		}
	}
}

func foldList(list *parse.ListNode, say *message.Speaker) {
	if list == nil {
		return
	}
	var folded []parse.Node
	var last *parse.TextNode
	for _, node := range list.Nodes {
		words, isText := textOf(node, say)
		switch {
		case !isText:
			last = nil
			folded = append(folded, node)
			foldBranches(node, say)
		case last == nil:
			last = &parse.TextNode{NodeType: parse.NodeText, Pos: node.Position(), Text: words}
			folded = append(folded, last)
		default:
			last.Text = append(last.Text, words...)
		}
	}
	list.Nodes = folded
}

// textOf is what stands for a node on every page.
func textOf(node parse.Node, say *message.Speaker) ([]byte, bool) {
	switch node := node.(type) {
	case *parse.TextNode:
		return bytes.Clone(node.Text), true
	case *parse.ActionNode:
		if id, is := messageOf(node.Pipe); is {
			return []byte(html.EscapeString(say.T(id))), true
		}
	}
	return nil, false
}

// messageOf is the message of a pipeline that is {{t "…"}} and nothing else.
func messageOf(pipe *parse.PipeNode) (string, bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	function, isFunction := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	id, isString := pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !isFunction || !isString || function.Ident != "t" {
		return "", false
	}
	return id.Text, true
}

func foldBranches(node parse.Node, say *message.Speaker) {
	var branch *parse.BranchNode
	switch node := node.(type) {
	case *parse.IfNode:
		branch = &node.BranchNode
	case *parse.WithNode:
		branch = &node.BranchNode
	case *parse.RangeNode:
		branch = &node.BranchNode
	default:
		return
	}
	foldList(branch.List, say)
	foldList(branch.ElseList, say)
}
