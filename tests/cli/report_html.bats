# The page as text. What a browser makes of it is in report_page.bats.

load helper

page() { # ARGUMENT...: the samples as page.html
    (cd "$SOURCE/samples" && "$TALLYPOST" check --quiet --event event.ini --as-of 2026-07-01 "$@")
}

# text_has FILE TEXT...: the texts are in the page, one behind the other, its tags taken out and blanks put together.
text_has() {
    python3 - "$@" <<'PY'
import html, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
page = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
at = 0
for part in sys.argv[2:]:
    found = text.find(part, at)
    if found < 0:
        sys.exit(f"nowhere behind {text[max(0, at - 60):at]!r}: {part}")
    at = found + len(part)
PY
}

sound() { # FILE
    python3 "$BATS_TEST_DIRNAME/check_page.py" "$1"
}

@test "what happened, what to do, causes, findings, plots, days, leaderboard, inputs" {
    page club-sheet.csv runsignup-export.csv phone-log.ndjson --report "html=$PWD/page.html" || [ $? -eq 1 ]
    sound page.html
    text_has page.html 'Harbor Mileage Challenge' 'tallypost check, as of 2026-07-01' \
        '3 inputs, 22 rows: 11 accepted, 9 rejected, 1 skipped, 1 blank; 2 of the accepted have a warning.' \
        'Accepted: 84.1 mi (135.3 km) in 15:56:48 (h:mm:ss), by 3 participants, from 2026-05-01 to 2026-06-10' \
        'What to do' '9 rows were rejected. Run the same command with --rejects FILE' \
        '2 accepted rows have a warning. They count as they are' \
        'Causes' '1 error faster than any record' \
        'faster than any record error 1 time pace-impossible' \
        'In runsignup-export.csv line 3: 4.5 mi run in 9:20 is 2:04/mi, faster than any record' \
        'Hint: 9:20 looks like the pace; 4.5 mi at 9:20/mi takes 42:00' 'What to do: The hint names the slip' \
        'Findings All 15 findings, the worst first.' \
        'error pace-impossible runsignup-export.csv line 3 7 4.5 mi run in 9:20' \
        'Kinds and paces' 'run 8 5 65.8 mi 12:14:38' 'Pace against distance: run' \
        'a warning when faster than 5:08/mi or slower than 25:00/mi; rejected when faster than 4:02/mi' \
        'Days' 'The most on 2026-05-01: 26.3 mi.' \
        'Leaderboard' '1 0007 A. Q. 2 30.3 mi 6:20:21' '2 12 B. M. 5 29.6 mi 4:57:57' \
        'Inputs' 'club-sheet.csv Read as csv, UTF-8, comma, header in line 4. date: month first (line 5: 5/31/2026)' \
        'Made by tallypost'
}

@test "names are initials unless they are asked for" {
    page runsignup-export.csv --report "html=$PWD/page.html" || [ $? -eq 1 ]
    ! grep -qE 'Quill|Marsh|Vane' page.html
    text_has page.html 'Names are cut to initials' 'A. Q.'
    page runsignup-export.csv --show-names --report "html=$PWD/named.html" || [ $? -eq 1 ]
    text_has named.html 'Ada Quill 1 26.3 mi'
    ! grep -q 'initials' named.html
}

@test "no report but this one shows a name" {
    for format in text json csv; do
        page runsignup-export.csv --show-names --report "$format=$PWD/report" || [ $? -eq 1 ]
        ! grep -qE 'Quill|Marsh|Vane' report
    done
}

@test "nothing wrong, nothing there, one that cannot be read" {
    printf 'Bib,Date,Distance (km),Time,Type\n12,2026-05-01,5,30:00,run\n' >good.csv
    run_tallypost check good.csv --as-of 2026-06-01 --quiet --report html=page.html
    expect_status 0
    sound page.html
    text_has page.html '1 row: 1 accepted, 0 rejected.' 'Nothing: every row is ready.' 'Findings There are none.' \
        'min/km' 'on 2026-05-01: 5.0 km'
    head -n 1 good.csv >empty.csv
    run_tallypost check empty.csv --as-of 2026-06-01 --quiet --report html=page.html
    expect_status 1
    sound page.html
    text_has page.html '0 rows: 0 accepted, 0 rejected.' '1 input has an error as a whole.' 'Inputs empty.csv'
    ! grep -q '<svg' page.html
}

@test "hostile cells, names and file names are text" {
    python3 - <<'PY'
evil = "</script></style><script>alert(1)</script><img src=x onerror=alert(1)>\" ' & \x1b[31m \u202e"
name = "<b>&'.csv"
with open(name, "w", encoding="utf-8", newline="") as f:
    f.write('Bib,First Name,Last Name,Date,Distance (mi),Time,Type,"<i onclick=x>"\n')
    for date in ("2026-05-01", evil.replace('"', '""')):
        f.write(f'12,<Ada,&Quill,"{date}",3,30:00,"{evil.replace(chr(34), chr(34) * 2)}",x\n')
with open("event.ini", "w", encoding="utf-8") as f:
    f.write("[event]\nname = <img src=x> & </title> challenge\n")
PY
    run_tallypost check "<b>&'.csv" --event event.ini --as-of 2026-06-01 --quiet --show-names --report html=page.html
    expect_status 1
    sound page.html
    text_has page.html '<img src=x> & </title> challenge' 'Date "</script></style><script>alert(1)</script>' \
        '<Ada &Quill' "<b>&'.csv" '<i onclick=x>'
}

@test "the check of pages fails where it should" {
    page runsignup-export.csv --report "html=$PWD/page.html" || [ $? -eq 1 ]
    sound page.html
    for change in 's|</section>||' 's|<figure>|<figure onclick=x>|' 's|href="#todo"|href="//x"|' 's|id=todo |id=days |' \
        's|<h2 id=causes-h>|<h4 id=causes-h>|' 's|"use strict"|"use  strict"|' 's|<th scope=col>Bib|<th>Bib|'; do
        sed "$change" page.html >changed.html
        ! cmp -s page.html changed.html
        ! sound changed.html >wrong.txt
        [ -s wrong.txt ]
    done
}

many() { # ROWS
    python3 - "$1" <<'PY'
import sys
print("Bib,Date,Distance (mi),Time,Type")
for i in range(int(sys.argv[1])):
    pace = (9 if i % 3 else 1) if i % 5 else 50
    miles = 3 + i % 7
    kind = "run" if i % 11 else "ride"
    print(f"{i % 9000},2026-{1 + i % 5:02}-{1 + i % 28:02},{miles}.{i % 10},{miles * pace // 60}:{miles * pace % 60:02}:{i % 60:02},{kind}")
PY
}

@test "counts are exact where findings are samples, and the page stays small" {
    many 100000 >big.csv
    run_tallypost check big.csv --as-of 2026-06-10 --quiet --jobs 1 --report html=page.html --report json=report.json
    expect_status 1
    sound page.html
    [ "$(wc -c <page.html)" -lt 1500000 ]
    python3 - <<'PY'
import json, re
page = open("page.html", encoding="utf-8").read()
report = json.load(open("report.json", encoding="utf-8"))
total, shown = report["findings_total"], page.count("<tr data-i=")
assert total > 50000 and 500 < shown < 2000, (total, shown)
assert f"{shown:,} of {total:,} findings are shown" in page
assert "--report csv=FILE" in page
for code, count in report["by_code"].items():
    told = [int(n.replace(",", "")) for n in re.findall(rf"<b>([\d,]+) times?</b> <code>{code}</code>", page)]
    assert sum(told) == count, (code, count, told)
PY
    text_has page.html 'Activities per week' 'The first 50 of ' ' participants; '
    run_tallypost check big.csv --as-of 2026-06-10 --quiet --jobs 8 --report html=eight.html
    cmp page.html eight.html
}

@test "time, place and language of the machine do not matter" {
    page runsignup-export.csv --report "html=$PWD/page.html" || [ $? -eq 1 ]
    sleep 1
    TZ=Asia/Tokyo LC_ALL=C.UTF-8 page runsignup-export.csv --report "html=$PWD/other.html" || [ $? -eq 1 ]
    cmp page.html other.html
}

@test "counts are no distances" {
    printf '[event]\nname = Push-ups\ntally_unit = count\n[type push-ups]\nid = 1\nkind = count\n' >event.ini
    printf 'Bib,Date,Count,Time,Type\n12,2026-05-01,40,10:00,push-ups\n31,2026-05-02,50,,push-ups\n12,2026-05-02,30,,push-ups\n' >p.csv
    run_tallypost check p.csv --event event.ini --map distance=Count --as-of 2026-06-01 --quiet --report html=page.html
    expect_status 0
    sound page.html
    text_has page.html 'Accepted: a count of 120 in 10:00' 'other 3 0 - 120 10:00' 'Count per day. The most on 2026-05-02: 80.' \
        'By count, accepted rows only. 2 participants.' '1 12 2 70 10:00' '2 31 1 50'
    ! grep -q 'Pace against' page.html
}

@test "of many inputs those with something wrong are told" {
    mkdir many
    for i in $(seq 130); do printf 'Bib,Date,Distance (mi),Time,Type\n%s,2026-05-01,4,40:00,run\n' "$i" >"many/$i.csv"; done
    echo '7,2026-05-41,4,40:00,run' >>many/99.csv
    run_tallypost check many --as-of 2026-06-01 --quiet --report html=page.html
    expect_status 1
    sound page.html
    text_has page.html '130 inputs, 131 rows: 130 accepted, 1 rejected' 'Inputs' 'many/99.csv Read as csv' \
        '30 more inputs are not shown'
}
