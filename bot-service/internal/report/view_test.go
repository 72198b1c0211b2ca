package report

import (
	"slices"
	"testing"

	"financebot/pkg/money"
)

func TestPercentsAreAHundredTogether(t *testing.T) {
	t.Parallel()
	for _, step := range []struct {
		minor []int64
		want  []string
	}{
		{[]int64{150050, 94000}, []string{"61%", "39%"}},
		{[]int64{100, 100, 100}, []string{"34%", "33%", "33%"}},
		{[]int64{99999, 1}, []string{"100%", "<1%"}},
		{[]int64{1 << 62, 1 << 62, 1 << 62, 1 << 62}, []string{"25%", "25%", "25%", "25%"}},
		{[]int64{5}, []string{"100%"}},
		{[]int64{0}, []string{"<1%"}},
		{nil, nil},
	} {
		var amounts []money.Money
		for _, minor := range step.minor {
			amounts = append(amounts, money.Of(minor, "EUR"))
		}
		var got []string
		for _, hundredths := range percents(amounts) {
			got = append(got, percent(hundredths))
		}
		if !slices.Equal(got, step.want) {
			t.Errorf("%v: got %v, want %v", step.minor, got, step.want)
		}
	}
}
