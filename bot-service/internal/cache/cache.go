// Package cache remembers values in memory: so many, and for a while.
package cache

import (
	"time"

	"github.com/maypok86/otter/v2"
)

// Map has the values by their keys. It is an interface because each package that saw what is
// behind it would compile all of it once more.
type Map[K comparable, V any] interface {
	Get(K) (V, bool)
	Set(K, V)
	Drop(K) (V, bool) // what was there, and whether there was
}

// New remembers at most so many values, each for so long after it was set; zero is for ever.
func New[K comparable, V any](most int, life time.Duration) Map[K, V] {
	o := otter.Options[K, V]{MaximumSize: most}
	if life > 0 {
		o.ExpiryCalculator = otter.ExpiryWriting[K, V](life)
	}
	return kept[K, V]{otter.Must(&o)}
}

type kept[K comparable, V any] struct{ *otter.Cache[K, V] }

func (k kept[K, V]) Get(key K) (V, bool)  { return k.GetIfPresent(key) }
func (k kept[K, V]) Set(key K, value V)   { k.Cache.Set(key, value) }
func (k kept[K, V]) Drop(key K) (V, bool) { return k.Invalidate(key) }
