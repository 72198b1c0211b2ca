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
	accounts   []Account
	options    Options
	asked      bool   // whether the text answers a question for an amount
	payer      string // currency of the account that the tokens at hand name, if they do
}

// currencyOf is the currency of an account, of the default one where there is no name, or empty.
func (loc *locale) currencyOf(account string) string {
	if account == "" {
		return loc.currency
	}
	if at, ok := FindAccount(loc.accounts, account); ok {
		return loc.accounts[at].Currency
	}
	return ""
}

func localeOf(o Options) *locale {
	language, region, _ := strings.Cut(strings.ReplaceAll(o.Language, "_", "-"), "-")
	loc := &locale{language: strings.ToLower(language), region: strings.ToUpper(region), mark: ','}
	if loc.language != "ro" && loc.language != "ru" {
		loc.language, loc.mark = "en", '.'
	}
	loc.monthFirst = loc.language == "en" && loc.region == "US"
	loc.options = o
	loc.today, loc.currency = o.Today, o.Currency
	loc.accounts = o.Accounts
	loc.tables, loc.units = tables(loc.language), units[loc.language]
	return loc
}
