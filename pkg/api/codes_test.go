package api

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

// sources calls visit with each file of the services and of the packages they share, but for tests.
func sources(t *testing.T, visit func(path string, file *ast.File, positions *token.FileSet)) {
	t.Helper()
	for _, root := range []string{"../../api-service", "../../bot-service", "../../pkg"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			positions := token.NewFileSet()
			file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
			if err == nil {
				visit(path, file, positions)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// codeForm is what a code looks like.
var codeForm = regexp.MustCompile(`^[a-z]+\.[a-z_]+$`)

// below are the files of packages under this one that name codes of their own.
var below = []string{
	"../../pkg/errs/check.go", "../../pkg/money/codes.go", "../../pkg/entry/codes.go", "../../pkg/signing/codes.go",
}

// alsoMessage is a code that the bot has a message of the same name beside.
const alsoMessage = "entry.transfer"

// declared are the codes that stand in a file as constants named Code…, by their names.
func declared(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		switch value := spec.Values[0].(type) {
		case *ast.BasicLit:
			found[spec.Names[0].Name], _ = strconv.Unquote(value.Value)
		case *ast.SelectorExpr: // of a package below
			found[spec.Names[0].Name] = value.X.(*ast.Ident).Name + "." + value.Sel.Name
		}
		return true
	})
	if len(found) == 0 {
		t.Fatalf("no codes were found in %s", path)
	}
	return found
}

// All codes stand in codes.go, once each: those of the packages below by the names they have there.
func TestAllCodesStandTogether(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for name, value := range declared(t, "codes.go") {
		if listed[value] {
			t.Errorf("%s is there twice", name)
		}
		listed[value] = true
	}
	for _, path := range below {
		pkg := filepath.Base(filepath.Dir(path))
		for name, code := range declared(t, path) {
			if !listed[pkg+"."+name] {
				t.Errorf("%s of package %s (%s) is not in codes.go", name, pkg, code)
			}
		}
	}
}

// A code that is written out at its use can be misspelled there, and nobody who looks for it in
// codes.go finds it.
func TestNoCodeIsWrittenOutElsewhere(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, path := range append([]string{"codes.go"}, below...) {
		for _, code := range declared(t, path) {
			known[code] = true
		}
	}
	sources(t, func(path string, file *ast.File, positions *token.FileSet) {
		if path == "../../pkg/api/codes.go" {
			return
		}
		for _, b := range below {
			if path == b {
				return
			}
		}
		complain := func(n ast.Node, what string) { t.Errorf("%s: %s", positions.Position(n.Pos()), what) }
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && known[text] && text != alsoMessage {
					complain(n, "the code "+text+" is written out")
				}
			case *ast.CallExpr:
				if len(n.Args) == 3 && selects(n.Fun, "errs", "New") && isCode(n.Args[1]) {
					complain(n, "an error has a code that is not in codes.go")
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" && isCode(n.Value) {
					complain(n, "an error has a code that is not in codes.go")
				}
			}
			return true
		})
	})
}

func selects(fun ast.Expr, pkg, name string) bool {
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && of.Name == pkg
}

// isCode reports whether an expression is a code that is written out.
func isCode(e ast.Expr) bool {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return false
	}
	text, err := strconv.Unquote(literal.Value)
	return err == nil && codeForm.MatchString(text)
}
