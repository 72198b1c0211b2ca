// Package place knows where somebody may live: which currencies are likely there, and which time is
// kept. It supposes; whoever uses it says so and lets people choose.
package place

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// names are how a place is called in each language of the bot.
type names struct{ en, ro, ru string }

// Place is a town and the time that is kept there.
type Place struct {
	Zone     string // by its IANA name
	lat, lon float64
	names    names
	also     string
}

// Name is how the place is called in a language.
func (p Place) Name(lang string) string {
	switch lang {
	case "ro":
		return p.names.ro
	case "ru":
		return p.names.ru
	}
	return p.names.en
}

// far is how many kilometres from a place its time need not be kept any more.
const far = 600

// Near is the place nearest to a location; false where none is near enough to tell the time by.
func Near(lat, lon float64) (Place, bool) {
	nearest, least := Place{}, math.Inf(1)
	for _, p := range places {
		if d := p.distance(lat, lon); d < least {
			nearest, least = p, d
		}
	}
	return nearest, least <= far
}

// distance is how many kilometres lie between a place and a location.
func (p Place) distance(lat, lon float64) float64 {
	const radius, degree = 6371, math.Pi / 180
	from, to := p.lat*degree, lat*degree
	half := math.Pow(math.Sin((to-from)/2), 2) +
		math.Cos(from)*math.Cos(to)*math.Pow(math.Sin((lon-p.lon)*degree/2), 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(half)))
}

// Of is the first place of a time zone; false where none is known.
func Of(zone string) (Place, bool) {
	at := slices.IndexFunc(places, func(p Place) bool { return p.Zone == zone })
	if at < 0 {
		return Place{}, false
	}
	return places[at], true
}

// Find reads a time zone as people write it: a town or a country in one of the bot's languages, an
// offset, or an IANA name.
func Find(typed string) (zone string, ok bool) {
	typed = strings.TrimSpace(typed)
	if zone, ok := offset(typed); ok {
		return zone, true
	}
	if zone, ok := called(plain(typed)); ok {
		return zone, true
	}
	return official(typed)
}

// called finds the zone that a name means, or the beginning of one that means no other.
func called(name string) (zone string, ok bool) {
	const least = 4
	var begun []string
	for _, p := range places {
		for _, known := range p.all() {
			if known == name {
				return p.Zone, true
			}
			if len([]rune(name)) >= least && strings.HasPrefix(known, name) && !slices.Contains(begun, p.Zone) {
				begun = append(begun, p.Zone)
			}
		}
	}
	if len(begun) != 1 {
		return "", false
	}
	return begun[0], true
}

// all are the names of a place, and of what it stands for, made plain.
func (p Place) all() []string {
	all := []string{plain(p.names.en), plain(p.names.ro), plain(p.names.ru)}
	for name := range strings.SplitSeq(p.also, ", ") {
		if name != "" {
			all = append(all, plain(name))
		}
	}
	return all
}

// plain makes names comparable: in small letters, without marks, with spaces for dashes.
func plain(name string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '-' || r == '–' || r == '_':
			out.WriteRune(' ')
		default:
			out.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// official is the zone of an IANA name, in whatever case.
func official(typed string) (zone string, ok bool) {
	if !strings.Contains(typed, "/") && !strings.EqualFold(typed, "UTC") {
		return "", false
	}
	name := []rune(strings.ToLower(typed))
	for i := range name { // "europe/chisinau" is "Europe/Chisinau"
		if i == 0 || name[i-1] == '/' || name[i-1] == '_' || name[i-1] == '-' {
			name[i] = unicode.ToUpper(name[i])
		}
	}
	for _, wanted := range []string{typed, string(name), strings.ToUpper(typed)} {
		if known, err := time.LoadLocation(wanted); err == nil && known.String() != "Local" {
			return known.String(), true
		}
	}
	return "", false
}
