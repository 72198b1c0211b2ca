package report

import (
	"encoding/json"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

func readDays(raw []byte) ([]time.Time, error) {
	var texts []string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil, err
	}
	days := make([]time.Time, len(texts))
	for i, text := range texts {
		var err error
		if days[i], err = time.Parse(api.DateForm, text); err != nil {
			return nil, err
		}
	}
	return days, nil
}

func readQuotes(raw []byte) ([]money.Quote, error) {
	var rows []struct{ Date, Base, Quote, Rate string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	out := make([]money.Quote, len(rows))
	for i, r := range rows {
		date, err := time.Parse(api.DateForm, r.Date)
		if err != nil {
			return nil, err
		}
		rate, err := money.ParseRate(r.Rate)
		if err != nil {
			return nil, err
		}
		out[i] = money.Quote{Date: date, Base: r.Base, Quote: r.Quote, Rate: rate}
	}
	return out, nil
}

func readSums(raw []byte, days []time.Time) ([]sum, error) {
	var rows []struct {
		Segment        int
		Kind, Currency string
		CategoryID     *int64 `json:"category_id"`
		Minor, Entries int64
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	out := make([]sum, len(rows))
	for i, r := range rows {
		out[i] = sum{days[r.Segment-1], r.Kind, r.Currency, r.CategoryID, r.Minor, r.Entries}
	}
	return out, nil
}

func readNames(raw []byte) ([]category, error) {
	var rows []struct {
		ID          int64
		ParentID    *int64 `json:"parent_id"`
		Name, Emoji string
	}
	err := json.Unmarshal(raw, &rows)
	out := make([]category, len(rows))
	for i, r := range rows {
		out[i] = category(r)
	}
	return out, err
}

func readBalances(f *facts, accounts, moves []byte) error {
	if err := json.Unmarshal(accounts, &f.accounts); err != nil {
		return err
	}
	var rows []struct {
		After     int
		AccountID int64 `json:"account_id"`
		Minor     int64
	}
	if err := json.Unmarshal(moves, &rows); err != nil {
		return err
	}
	for _, r := range rows {
		f.moves = append(f.moves, move(r))
	}
	return nil
}
