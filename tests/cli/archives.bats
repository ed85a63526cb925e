# Archives, their members and what they may not do; logs with the files of their tracks; bibs in names. The files are made
# by make_zip.py.

load helper

make_zip() { # NAME...
    python3 -W ignore "$BATS_TEST_DIRNAME/make_zip.py" "$@"
}

# members ARGUMENT...: member and day of each row.
members() {
    run_tallypost convert --to ndjson --quiet --as-of 2026-06-01 "$@"
    rows=$(sed -E 's/.*"member":("([^"\\]|\\.)*"|null),.*"tally_split_date":("[^"]*"|null),.*/\1 \3/' "$OUT" | tr -d '"')
}

# row_of ARGUMENT...: the rows without what tells where they come from.
row_of() {
    "$TALLYPOST" convert --to ndjson --quiet --as-of 2026-06-01 "$@" | sed -E 's/^\{"source":"[^"]*","member":[^,]*,//'
}

@test 'a track is the same row as a file, packed, in an archive, without extension, as a stream' {
    make_zip same
    row_of run.gpx >expected
    grep -q '"distance_mm":4999998,.*"submitted_time_in_ms":1800000,.*"split_elevation_gain_in_mm":20000,' expected
    for file in run.gpx.gz run one.zip stored.zip packed.zip outer.zip; do
        row_of "$file" | cmp - expected
        row_of - <"$file" | cmp - expected
        cat "$file" | row_of - | cmp - expected
        mkfifo pipe
        cat "$file" >pipe &
        row_of pipe | cmp - expected
        rm pipe
    done
    members outer.zip
    same rows 'in/one.zip/run.gpx 2026-05-02' "$rows"
    members - <one.zip
    same rows 'run.gpx 2026-05-02' "$rows"
}

@test 'members in the order of the archive, whatever they are' {
    make_zip order
    for jobs in 1 2 8; do
        members order.zip --jobs $jobs
        expect_status 0
        same rows 'z.csv 2026-05-01
b/run.gpx 2026-05-02
a.csv.gz 2026-05-03
Inner.ZIP/y.csv 2026-05-04
Inner.ZIP/x.csv 2026-05-05
0.csv 2026-05-06' "$rows"
    done
    mkdir folder
    cp order.zip folder
    members folder
    [ "$(wc -l <"$OUT")" -eq 6 ]
}

@test 'members that cannot be read never stop the others' {
    make_zip bad
    run_tallypost check bad.zip --as-of 2026-06-01
    expect_status 1
    expect_err 'bad.zip/damaged.csv:3: error: the data break off inside this row; what came before the break was used [input-truncated]
bad.zip/damaged.csv: error: the archive is damaged here (CRC error); what came before was used [input-corrupt]
bad.zip/secret.csv: error: the file is protected by a password; unpack the archive first [input-corrupt]
bad.zip/cut.csv.gz:2: error: the data break off inside this row; what came before the break was used [input-truncated]
bad.zip/cut.csv.gz: error: the gzip file is cut off; what came before the break was used [input-truncated]
bad.zip/odd.csv: error: the file cannot be taken out of the archive: Compression method not supported [input-corrupt]'
    members bad.zip
    same rows '1.csv 2026-05-01
damaged.csv 2026-05-02
4.csv 2026-05-04
7.csv 2026-05-07' "$rows"
}

@test 'archives that are damaged, or hold nothing' {
    make_zip cut
    run_tallypost check cut.zip short.zip empty.zip folders.zip --as-of 2026-06-01
    expect_status 1
    expect_err 'cut.zip: error: the zip archive is damaged or cut off (Not a zip archive); fetch it again [input-corrupt]
short.zip: error: the zip archive is damaged or cut off (Not a zip archive); fetch it again [input-corrupt]
empty.zip: error: the archive holds no file [not-activities]
folders.zip: error: the archive holds no file [not-activities]'
    run_tallypost check missing.zip
    expect_status 4
}

@test 'an archive with the fields of 64 bits' {
    make_zip big
    members zip64.zip
    expect_status 0
    same rows '1.csv 2026-05-01' "$rows"
}

@test 'names are names, not paths; hidden members are left out' {
    make_zip names
    members names.zip
    expect_status 0
    same rows "../../etc/passwd 2026-05-01
/etc/passwd 2026-05-02
$(printf 'a\342\206\220[31m\342\227\231\342\227\213b.csv') 2026-05-03
$(printf '%01000d' 0 | tr 0 n).csv 2026-05-04
C:\\\\run\\\\5.csv 2026-05-05
twice.csv 2026-05-06
twice.csv 2026-05-07
$(printf '\303\251t\303\251.csv') 2026-05-09
%s%n.csv 2026-05-10" "$rows"
    same 'what lies here' names.zip "$(ls -A)"
    run_tallypost check names.zip --verbose --jobs 1
    ! LC_ALL=C grep -q "$(printf '[\1-\10\13-\37]')" "$OUT" "$ERR"
}

@test 'too many members' {
    make_zip many order
    run_tallypost check many.zip order.zip --max-members 1000 --as-of 2026-06-01
    expect_status 1
    expect_err_has 'many.zip: error: with the 70000 files of this archive there are more than 1000 in archives (--max-members) [input-too-large]'
    expect_out_has '7 inputs, 6 rows: 6 accepted, 0 rejected'
    run_tallypost check order.zip --max-members 5 --as-of 2026-06-01
    expect_status 1
    expect_err_has 'order.zip/Inner.ZIP: error: with the 2 files'
}

@test 'thousands of members do not cost the square of them' {
    python3 -c 'import zipfile
with zipfile.ZipFile("few.zip", "w") as archive:
    for i in range(3000):
        archive.writestr("%d.csv" % i, "")'
    timeout 20 "$TALLYPOST" check few.zip --jobs 4 >/dev/null 2>&1 || [ $? -eq 1 ]
}

@test 'archives within archives, too deep' {
    make_zip deep
    run_tallypost check deep.zip --as-of 2026-06-01
    expect_status 1
    expect_err 'deep.zip/in.zip/in.zip/in.zip: error: archives within archives are read 3 deep; unpack this one [input-too-large]'
    expect_out_has '4 inputs, 3 rows: 3 accepted, 0 rejected'
}

@test 'what was made to become large is not read to its end' {
    ! is_sanitized || skip 'builds with sanitizers are too slow to tell'
    local program=$TALLYPOST TALLYPOST=bounded
    make_zip bomb
    bounded() { timeout 20 "$program" "$@"; }
    for file in bomb.zip bomb.csv.gz; do
        run_tallypost check "$file" --as-of 2026-06-01
        expect_status 1
        expect_err_has 'error: it unpacks to more than 200 times its size; it was not read on [input-too-large]'
    done
    run_tallypost check bomb.zip --quiet --as-of 2026-06-01
    expect_out_has '2 inputs'
    run_tallypost check nested-bombs.zip --as-of 2026-06-01
    expect_status 1
    expect_err_has 'nested-bombs.zip/7.zip: error: the archive within cannot be read: it unpacks to more than 200 times its size [input-too-large]'
    expect_out_has '9 inputs, 1 row: 1 accepted, 0 rejected'
}

@test 'a limit on bytes: of one, of all, of archives within' {
    make_zip order same
    run_tallypost check order.zip --max-bytes 3000 --as-of 2026-06-01
    expect_status 1
    expect_err_has 'order.zip/b/run.gpx: error: it unpacks to more than 3000 bytes; it was not read on (--max-bytes sets the limit) [input-too-large]'
    for jobs in 1 2; do
        run_tallypost check one.zip packed.zip stored.zip --max-bytes 6000 --bib 1 --as-of 2026-06-01 --jobs $jobs
        expect_status 1
        expect_err_has 'stored.zip/run.gpx: error: what was read before it unpacks to more than --max-bytes allows; it was not read: give more, or read it alone [input-too-large]'
    done
    run_tallypost check outer.zip --max-bytes 500 --as-of 2026-06-01
    expect_status 1
    expect_err_has 'outer.zip/in/one.zip: error: the archive within cannot be read: archives within archives unpack to more than --max-bytes allows [input-too-large]'
    run_tallypost check run.gpx --max-bytes 10 --as-of 2026-06-01
    expect_status 0
}

@test 'a workbook is one file, packed again or not' {
    make_zip within
    row_of book.xlsx >expected
    [ "$(wc -l <expected)" -eq 2 ]
    row_of book.xlsx.gz | cmp - expected
    row_of within.zip | cmp - expected
    row_of - <within.zip | cmp - expected
}

@test 'files of other kinds are remarks beside activities, and an error without any' {
    make_zip kinds order
    run_tallypost check kinds.zip --as-of 2026-06-01
    expect_status 0
    expect_err ''
    expect_out_has '4 files without activities were passed over' '5 inputs, 1 row: 1 accepted, 0 rejected'
    run_tallypost check nothing.zip order.zip --as-of 2026-06-01
    expect_status 1
    expect_err_has 'nothing.zip/readme.txt: error: nothing in this folder or archive holds an activity; --verbose says what the files are [not-activities]'
}

# ---- logs and the files of their tracks ----

strava_rows='activities.csv 2026-05-02
activities.csv 2026-05-03
activities.csv 2026-05-04
activities.csv 2026-05-05
activities.csv 2026-05-06
activities.csv 2026-05-07
activities.csv 2026-05-08
activities/9.gpx 2026-05-10'

@test 'an export of Strava: rows win, tracks fill and are compared' {
    make_zip strava
    members strava.zip --bib 7
    expect_status 0
    same rows "$strava_rows" "$rows"
    sed -n 2p "$OUT" | grep -q '"distance_mm":4999998,.*"submitted_time_in_ms":1800000,"moving_time_in_ms":1800000,"split_elevation_gain_in_mm":20000,"activity_type":"running"'
    sed -n 1p "$OUT" | grep -q '"distance_mm":5000000,.*"split_elevation_gain_in_mm":20000,"activity_type":"Run"'
    run_tallypost check strava.zip --bib 7 --as-of 2026-06-01 --rule pace-fast=off --rule kind-suspect=off
    expect_status 0
    expect_err 'strava.zip/activities.csv:4: warning: Distance: the track of the row, activities/3.gpx, has 5 km; the row says 10 km [track-mismatch]
strava.zip/activities.csv:7: warning: the track of the row, activities/6.gpx, could not be used: it is damaged: the file ends in line 11, before its last element does [track-unused]
strava.zip/activities.csv:8: warning: Time: the track of the row, activities/7.gpx, has 50:00; the row says 25:00 [track-mismatch]'
    expect_out_has '4 rows were compared with their tracks'
}

@test 'the folder of an export is read as its archive is' {
    make_zip strava
    row_of strava.zip --bib 7 >expected
    for folder in strava strava/; do
        row_of $folder --bib 7 | sed -E 's|of the row, strava/+|of the row, |' | cmp - expected
    done
    row_of strava.zip strava --bib 7 --rule duplicate-exact=warning | wc -l | grep -qx 16
    run_tallypost check strava.zip strava.zip strava --bib 7 --report json=report.json --as-of 2026-06-01
    [ "$(json report.json 'sum(f["code"] == "track-mismatch" for f in d["findings"])')" -eq 6 ]
}

@test 'an export of Strava: the same bytes for any number of jobs' {
    make_zip strava
    for jobs in 1 2 8; do
        run_tallypost convert strava.zip strava --to ndjson --all --jobs $jobs --as-of 2026-06-01
        cp "$OUT" out$jobs
        cp "$ERR" err$jobs
    done
    cmp out1 out2 && cmp out1 out8 && cmp err1 err2 && cmp err1 err8
}

@test 'an export of Runkeeper' {
    make_zip runkeeper
    members runkeeper.zip --bib 7
    expect_status 0
    same rows 'cardioActivities.csv 2026-05-02
cardioActivities.csv 2026-05-03
cardioActivities.csv 2026-05-04
cardioActivities.csv 2026-05-05
2026-05-09-070000.gpx 2026-05-09' "$rows"
    sed -n 2p "$OUT" | grep -q '"distance_mm":4999998,.*"submitted_time_in_ms":1800000,'
    run_tallypost check runkeeper.zip --bib 7 --as-of 2026-06-01
    expect_err_has 'runkeeper.zip/cardioActivities.csv:4: warning: Distance: the track of the row, 2026-05-04-070000.gpx, has 5 km; the row says 9 km [track-mismatch]'
}

# ---- bibs in names ----

bibs() { # ARGUMENT...
    run_tallypost convert --to ndjson --quiet --as-of 2026-06-01 "$@"
    bibs=$(sed -E 's/^\{"source":"([^"]*)","member":("[^"]*"|null),.*"bib_num":("[^"]*"|null),.*/\1 \2 \3/' "$OUT" | tr -d '"')
}

@test '--bib-from name' {
    make_zip people
    bibs people 55.zip --bib-from name
    expect_status 1
    same bibs 'people/0042-morning.gpx null 0042
people/12 and 13.gpx null null
people/2026-05-04.gpx null null
people/7/ride.gpx null null
people/activity_12345678901.gpx null null
people/bib-12_2026-05-02.gpx null 12
55.zip run.gpx null
55.zip activities/run.gpx null
55.zip 66/run.gpx null' "$bibs"
    run_tallypost check people --bib-from name --as-of 2026-06-01 --rule participant-missing=off
    expect_err_has 'people/12 and 13.gpx: error: Bib "12 and 13" is not a bib or registration number: the name of the file or folder must hold one number (--bib-from); rename it, or give --bib [bib-invalid]'
}

@test '--bib-from folder: an archive is one, its "activities" is none' {
    make_zip people order
    bibs people/7 55.zip --bib-from folder
    expect_status 0
    same bibs 'people/7/ride.gpx null 7
55.zip run.gpx 55
55.zip activities/run.gpx 55
55.zip 66/run.gpx 66' "$bibs"
    run_tallypost check order.zip --bib-from name --as-of 2026-06-01
    expect_status 1
    expect_err_has 'order.zip/b/run.gpx: error: Bib "run" is not a bib'
    [ "$(grep -c bib-invalid "$ERR")" -eq 1 ]
}

# ---- many small files ----

@test 'a folder of 300 files: the same bytes for any number of jobs' {
    make_zip mixed
    printf '[event]\nrace_id = 1\nevent_id = 2\ntally_unit = km\n' >event.ini
    for jobs in 1 8; do
        run_tallypost check mixed --jobs $jobs --as-of 2026-06-01 --bib 7 --report json=report$jobs.json
        expect_status 1
        cp "$OUT" check$jobs
        cat "$ERR" >>check$jobs
        run_tallypost convert mixed --to ndjson --all --jobs $jobs --as-of 2026-06-01 --bib 7
        cp "$OUT" convert$jobs
        run_tallypost import mixed --quiet --store race$jobs.db --jobs $jobs --as-of 2026-06-01 --bib 7
        expect_status 1
        python3 -c 'import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
print(*store.execute("SELECT a.*, s.* FROM activity a JOIN source s USING (source_id) ORDER BY 1"), sep="\n")' \
            race$jobs.db >store$jobs
        run_tallypost payload mixed --quiet --out pack$jobs --jobs $jobs --as-of 2026-06-01 --bib 7 --event event.ini
        expect_status 1
    done
    [ "$(wc -l <convert1)" -gt 1000 ]
    [ "$(wc -l <store1)" -gt 20 ]
    cmp check1 check8 && cmp report1.json report8.json && cmp convert1 convert8 && cmp store1 store8
    diff -r pack1 pack8
}
