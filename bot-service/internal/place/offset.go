package place

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// offsetForm is a distance from UTC: "+2", "UTC+3", "GMT -5", "+05:30".
var offsetForm = regexp.MustCompile(`(?i)^(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?([03]0|45))?$`)

// partHours are the zones whose time differs from UTC by no whole number of hours.
var partHours = map[string]string{
	"+3:30": "Asia/Tehran", "+4:30": "Asia/Kabul", "+5:30": "Asia/Kolkata", "+5:45": "Asia/Kathmandu",
	"+6:30": "Asia/Yangon", "+9:30": "Australia/Darwin", "-9:30": "Pacific/Marquesas",
}

// offset is the zone that keeps a distance from UTC all year round.
func offset(typed string) (zone string, ok bool) {
	parts := offsetForm.FindStringSubmatch(typed)
	if parts == nil {
		return "", false
	}
	hours, _ := strconv.Atoi(parts[2]) // two digits
	sign := parts[1]
	if sign == "−" {
		sign = "-"
	}
	if parts[3] != "" && parts[3] != "00" {
		zone, ok = partHours[fmt.Sprintf("%s%d:%s", sign, hours, parts[3])]
		return zone, ok
	}
	switch {
	case hours == 0:
		return "UTC", true
	case sign == "+" && hours <= 14:
		return fmt.Sprintf("Etc/GMT-%d", hours), true // POSIX counts the other way round
	case sign == "-" && hours <= 12:
		return fmt.Sprintf("Etc/GMT+%d", hours), true
	}
	return "", false
}

// Offset writes how far a zone is from UTC at a moment: "UTC+2", "UTC+5:30".
func Offset(at time.Time) string {
	_, seconds := at.Zone()
	if seconds == 0 {
		return "UTC"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	said := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if minutes := seconds % 3600 / 60; minutes != 0 {
		said += fmt.Sprintf(":%02d", minutes)
	}
	return said
}
