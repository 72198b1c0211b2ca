package entry

import "strings"

// locale is what Options mean for reading.
type locale struct {
	language   string // en, ro or ru
	region     string // capital letters, or empty
	mark       byte   // between whole and decimals
	monthFirst bool   // in dates with slashes
	today      Date
	currency   string
	tables     [3]*words
	units      map[string]*unit
}

func localeOf(o Options) *locale {
	language, region, _ := strings.Cut(strings.ReplaceAll(o.Language, "_", "-"), "-")
	loc := &locale{language: strings.ToLower(language), region: strings.ToUpper(region), mark: ','}
	if loc.language != "ro" && loc.language != "ru" {
		loc.language, loc.mark = "en", '.'
	}
	loc.monthFirst = loc.language == "en" && loc.region == "US"
	loc.today, loc.currency = o.Today, o.Currency
	loc.tables, loc.units = tables(loc.language), units[loc.language]
	return loc
}
