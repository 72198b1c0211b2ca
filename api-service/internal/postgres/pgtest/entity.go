package pgtest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// SameColumns fails unless an entity has exactly the columns of its table.
func SameColumns[T any](t testing.TB, table string) {
	t.Helper()
	var entity T
	q := Tx(t).From(context.Background())
	var columns []string
	err := q.Raw("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?", table).
		Scan(&columns).Error
	if err != nil {
		t.Fatal(err)
	}
	model := q.Model(&entity)
	if err := model.Statement.Parse(&entity); err != nil {
		t.Fatal(err)
	}
	fields := slices.Clone(model.Statement.Schema.DBNames)
	slices.Sort(columns)
	slices.Sort(fields)
	if len(columns) == 0 || !slices.Equal(columns, fields) {
		t.Errorf("%s has the columns %v,\n%T the fields %v", table, columns, entity, fields)
	}
}

// Filled gives an entity that has something in every field, to be mapped.
func Filled[T any]() T {
	var entity T
	fill(reflect.ValueOf(&entity).Elem())
	return entity
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("EUR") // also fit for a currency
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Uint8:
		v.Set(reflect.ValueOf(7).Convert(v.Type()))
	case reflect.Uint64:
		v.SetUint(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	default:
		panic("pgtest: cannot fill a " + v.Type().String())
	}
}

// Whole fails where a mapping left something out of what it gives; except names fields that
// are not its to give.
func Whole(t testing.TB, out any, except ...string) {
	t.Helper()
	v := reflect.ValueOf(out)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		nothing := field.IsZero() || field.Kind() == reflect.String && strings.Trim(field.String(), "0.") == ""
		if nothing != slices.Contains(except, name) {
			t.Errorf("%T.%s is %v", out, name, field)
		}
	}
}
