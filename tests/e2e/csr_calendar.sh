#!/bin/bash
# csr calendar: questions to a calendar in a file, and holidays taken into one.
. "$(dirname "$0")/data/e2e.sh"

# A zone of its own, for a system without any: the rule of central Europe and nothing before it.
mkdir -p zones/Europe
python3 - <<'PYTHON'
import struct

block = struct.pack(">6I", 0, 0, 0, 0, 1, 4) + struct.pack(">iBB", 3600, 0, 0) + b"CET\0"
with open("zones/Europe/Prague", "wb") as out:
    for _ in range(2):
        out.write(b"TZif2" + bytes(15) + block)
    out.write(b"\nCET-1CEST,M3.5.0,M10.5.0/3\n")
PYTHON
csr() {
    local code=0
    echo
    echo "\$ csr$(printf ' %q' "$@")"
    "$tool" "$@" --zoneinfo "${zones-zones}" 2>&1 || code=$?
    [ $code -eq 0 ] || echo "[exit $code]"
}

cat >shop.json <<'JSON'
{"name": "counter", "zone": "Europe/Prague",
 "hours": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]],
           "thu": [["09:00", "17:00"]], "fri": [["09:00", "17:00"]]},
 "special_hours": {"2025-04-17": [["10:00", "14:00"]]},
 "breaks": {"2025-04-16": [["12:00", "12:30"]]},
 "holidays": ["2025-04-21", {"date": "2025-01-01", "name": "New Year"}]}
JSON
printf 'date\tname\n2025-04-18\tGood Friday\n2025-04-21\tEaster Monday\n2025-04-18\tFair\n2025-01-01\tFirst of January\n\n' >days.tsv
printf 'country\tstate\tdate\ttype\tname_local\tname_en\nDE\t\t2025-10-03\tpublic\tTag der Deutschen Einheit\tGerman Unity Day\r\nDE\tby\t2025-08-15\tpublic\tMariä Himmelfahrt\tAssumption\nDE\t\t2025-12-31\tbank\tSilvester\t\nAT\t\t2025-10-26\tpublic\tNationalfeiertag\tNational Day\n' >lands.tsv
# Folded lines, an escaped comma, a whole week, a duration, a cancelled event, an alarm with a duration of its own.
printf '\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20251224\r\nDTEND;VALUE=DATE:20251227\r\nSUMMARY;LANGUAGE=en:Christmas\\, and\r\n  the days after\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\ndtstart;value=date:20250707\r\nDURATION:P1W\r\nSUMMARY:Works\r\n \tholiday\r\nBEGIN:VALARM\r\nDURATION:PT5M\r\nSUMMARY:ring\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;X-NOTE="a:b;c":20250501\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20250601\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nDTSTART;VALUE=DATE:20250602\r\nEND:VTODO\r\nEND:VCALENDAR\r\n' >days.ics

# An .ics file of one event with these lines.
event() {
    printf 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n'
    printf '%s\n' "$@"
    printf 'END:VEVENT\nEND:VCALENDAR\n'
}

{
    csr calendar check shop.json --table
    csr calendar show shop.json --week 2025-04-17 --table
    csr calendar show shop.json --month 2025-02 --table
    csr calendar show shop.json --week 2025-04-21 --json
    csr calendar show 24x7 --week 1969-12-30 --table

    csr calendar add shop.json '2025-03-28 16:00' 2h --table
    csr calendar add shop.json 2025-03-28T16:00+01:00 2h --json
    csr calendar add shop.json '2025-03-31 09:00' 8h --table
    csr calendar add shop.json '2025-03-31 09:00' 8h --next-open --table
    csr calendar add shop.json '2025-03-31 17:00' 8h --back --table
    csr calendar add 24x7 2025-03-29T11:00Z 1d --table
    csr calendar within shop.json 2025-03-28 2025-04-01 --table
    csr calendar within shop.json 2025-03-28 2025-04-01
    csr calendar within shop.json 2025-03-30T02:30 2025-03-30T03:00 --json

    csr calendar import-holidays shop.json days.tsv
    csr calendar import-holidays shop.json days.ics
    csr calendar import-holidays shop.json lands.tsv --country DE --state by --names name_en --years 2024-2025
    csr calendar import-holidays shop.json lands.tsv --country DE --type bank
    csr calendar import-holidays shop.json days.tsv --output made.json
    csr calendar import-holidays made.json days.tsv --output twice.json
    cmp made.json twice.json && echo "the second time changes nothing"

    csr calendar import-holidays shop.json lands.tsv
    csr calendar import-holidays shop.json lands.tsv --country XX
    csr calendar import-holidays shop.json days.tsv --country DE
    csr calendar import-holidays shop.json days.tsv --names title
    csr calendar import-holidays shop.json days.tsv --years 20-21
    csr calendar import-holidays shop.json days.tsv --format xls
    csr calendar import-holidays shop.json nowhere.tsv
    csr calendar import-holidays 24x7 days.tsv
    printf 'date\n2025-02-29\n' >wrong.tsv
    csr calendar import-holidays shop.json wrong.tsv
    printf 'day\n2025-02-28\n' >wrong.tsv
    csr calendar import-holidays shop.json wrong.tsv
    : >wrong.tsv
    csr calendar import-holidays shop.json wrong.tsv
    printf 'date\n1850-01-01\n' >wrong.tsv
    csr calendar import-holidays shop.json wrong.tsv
    for lines in 'DTSTART:20251224T100000Z' 'DTSTART;VALUE=DATE:20251224|RRULE:FREQ=YEARLY' 'SUMMARY:no date' \
        'DTSTART;VALUE=DATE:20251332' 'DTSTART;VALUE=DATE:20251224|DTEND;VALUE=DATE:20251224' \
        'DTSTART;VALUE=DATE:20251224|DTEND:20251225T000000' 'DTSTART;VALUE=DATE:20251224|DURATION:PT24H' \
        'DTSTART;VALUE=DATE:20251224|RDATE;VALUE=DATE:20261224' 'DTSTART;VALUE=DATE:20251224|DTEND;VALUE=DATE:20271224' \
        'DTSTART;VALUE=DATE:20251224|END:VALARM'; do
        IFS='|' read -ra parts <<<"$lines"
        event "${parts[@]}" >wrong.ics
        [ "${parts[1]:-}" != END:VALARM ] || sed -i '/^END:VEVENT/,$d; s/^END:VALARM$/BEGIN:VALARM/' wrong.ics
        csr calendar import-holidays shop.json wrong.ics
    done

    csr calendar
    csr calendar shwo
    csr calendar add shop.json
    csr calendar add shop.json now 2h --week 2025-01-01
    csr calendar add shop.json yesterdayish 2h
    csr calendar add shop.json now forever
    csr calendar add shop.json 2399-12-31 90000h
    csr calendar show shop.json --month 2025-13
    csr calendar show shop.json --week 2025
    csr calendar show nobody
    echo '{"zone": "Europe/Prague", "hours": {"mon": [["09:00", "17:61"]]}}' >wrong.json
    csr calendar check wrong.json
    csr calendar check missing.json
    zones=/nowhere csr calendar check shop.json
} >transcript
sed "s/, line [0-9]*, column [0-9]*//" transcript >made.txt
golden calendar.golden made.txt

# Nothing was written where the import was refused.
rm -f refused.json
expect 1 calendar import-holidays shop.json wrong.tsv --output refused.json --zoneinfo zones
[ ! -e refused.json ] || fail "a refused import wrote its file"

"$tool" complete -- calendar "" | grep -qx import-holidays || fail "completion does not offer the verbs"
"$tool" help calendar | grep -q "next-open" || fail "help does not show the options"
