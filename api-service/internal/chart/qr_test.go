package chart

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
)

// bar is a stretch of black in the path of a code.
var bar = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// The drawing has exactly the dark squares of the code, and its margin.
func TestQRIsDrawnSquareBySquare(t *testing.T) {
	t.Parallel()
	const link = "https://t.me/finance_bot?start=aB3daB3daB3daB3daB3daB3daB3daB3d"
	uri, err := QR(link)
	if err != nil {
		t.Fatal(err)
	}
	text, is := strings.CutPrefix(uri, "data:image/svg+xml;base64,")
	svg, err := base64.StdEncoding.DecodeString(text)
	if !is || err != nil {
		t.Fatalf("got %.60s, %v", uri, err)
	}
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}

	rows := code.Bitmap()
	drawn := make([][]bool, len(rows))
	for y := range drawn {
		drawn[y] = make([]bool, len(rows))
	}
	for _, b := range bar.FindAllStringSubmatch(string(svg), -1) {
		var at [4]int
		for i := range at {
			if at[i], err = strconv.Atoi(b[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		for x := at[0]; x < at[0]+at[2]; x++ {
			drawn[at[1]][x] = true
		}
	}
	if fmt.Sprint(drawn) != fmt.Sprint(rows) {
		t.Error("the drawing is of another code")
	}
	if size := fmt.Sprintf(`viewBox="0 0 %d %d"`, len(rows), len(rows)); !strings.Contains(string(svg), size) {
		t.Errorf("it does not say %s", size)
	}
}

func TestQRTooLongIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := QR(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 letters fit into a code")
	}
}
