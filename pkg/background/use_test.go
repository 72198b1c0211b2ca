package background_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// stages are the packages in which tests run a service; a panic there is to end the test.
var stages = []string{"/apptest/", "/bottest/", "/pgtest/", "/redistest/"}

// A panic in a goroutine that nobody contains ends the whole service: each one of the services is
// begun by this package, or does nothing but call it.
func TestEveryGoroutineIsContained(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"../../api-service", "../../bot-service"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || staged(path) {
				return err
			}
			positions := token.NewFileSet()
			file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if begins(n) && !contained(n) {
					t.Errorf("%s: a panic in what is begun here ends the service", positions.Position(n.Pos()))
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func staged(path string) bool {
	for _, stage := range stages {
		if strings.Contains(path, stage) {
			return true
		}
	}
	return false
}

// begins reports whether a node begins a goroutine.
func begins(n ast.Node) bool {
	if _, ok := n.(*ast.GoStmt); ok {
		return true
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (selector.Sel.Name == "Go" || selector.Sel.Name == "AfterFunc") && !ofBackground(call)
}

// contained reports whether all that a goroutine does is to call this package, or to set a timer
// whose function does.
func contained(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	last := call.Args[len(call.Args)-1]
	if name, ok := last.(*ast.Ident); ok && name.Name == "cancel" { // of a context: it does nothing of ours
		return true
	}
	f, ok := last.(*ast.FuncLit)
	if !ok || len(f.Body.List) == 0 {
		return false
	}
	switch first := f.Body.List[0].(type) {
	case *ast.ExprStmt:
		inner, ok := first.X.(*ast.CallExpr)
		return ok && (ofBackground(inner) || begins(inner))
	case *ast.ReturnStmt:
		inner, ok := first.Results[0].(*ast.CallExpr)
		return ok && ofBackground(inner)
	}
	return false
}

func ofBackground(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return ok && pkg.Name == "background"
}
