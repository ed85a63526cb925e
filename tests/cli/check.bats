load helper

export_rows() {
    cat <<'CSV'
Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type
900100201,7,Ada,Quill,Harbor,2026-05-01,26.3 miles,,5:37:51,,run
900100201,7,Ada,Quill,Harbor,2026-05-02,4.5 miles,,9:20,,run
900100202,12,Ben,Marsh,Harbor,2026-05-02,2.5 miles,,37:00,"Slow, but ""happy""",walk
900100202,12,Ben,Marsh,Harbor,2026-05-02,2.5 miles,,37:00,,walk
CSV
}

@test "an export with a pace typed as time and a duplicate: both named with their lines" {
    export_rows >spring.csv
    run_tallypost check spring.csv --as-of 2026-06-01
    expect_status 1
    expect_err 'spring.csv:3: error: 4.5 mi run in 9:20 is 2:04/mi, faster than any record [pace-impossible]
spring.csv:3: hint: 9:20 looks like the pace; 4.5 mi at 9:20/mi takes 42:00
spring.csv:5: error: entered twice: line 4 of this file has the same participant, day, kind, distance and time [duplicate-exact]'
    expect_out_has '4 rows: 2 accepted, 2 rejected' '2 of 4 rows are ready; 2 need attention'
}

@test "a clean file is exit 0 and says nothing on standard error" {
    export_rows | sed -e 3d -e 5d >spring.csv
    run_tallypost check spring.csv --as-of 2026-06-01
    expect_status 0
    expect_err ''
}

@test "file, standard input, gzip: the same rows" {
    export_rows >spring.csv
    gzip -k spring.csv
    run_tallypost convert spring.csv --to csv --quiet
    cp "$OUT" file.csv
    run_tallypost convert spring.csv.gz --to csv --quiet
    expect_status 1
    cmp "$OUT" file.csv
    run_tallypost convert - --to csv --quiet <spring.csv
    cmp "$OUT" file.csv
    cat spring.csv.gz | run_tallypost convert - --to csv --quiet
    cmp "$OUT" file.csv
}

@test "jobs do not change a byte" {
    python3 - >big.csv <<'PY'
print("Bib,Date,Distance (mi),Time,Activity,Notes")
for i in range(60000):
    bib, day = 1000 + i % 5000, 1 + i // 5000 % 28
    note = ['', 'plain', '"with, comma"', '"two\nlines"'][i % 4]
    pace = 9 if i % 50 else 1
    print(f"{bib},2026-05-{day:02},{3 + i % 7}.1,0:{(3 + i % 7) * pace:02}:00,Run,{note}")
PY
    run_tallypost convert big.csv --to ndjson --all --jobs 1 --report json=one.json
    cp "$OUT" one.out && cp "$ERR" one.err
    run_tallypost convert big.csv --to ndjson --all --jobs 8 --report json=eight.json
    cmp "$OUT" one.out && cmp "$ERR" one.err && cmp one.json eight.json
    [ "$(wc -l <one.out)" -eq 60000 ]
}

@test "an open quote loses its own line only" {
    printf 'Bib,Date,Distance (mi),Time,Notes\n1,2026-05-01,3,30:00,"open\n2,2026-05-01,3,31:00,fine\n3,2026-05-01,3,32:00,"good, too"\n' >q.csv
    run_tallypost check q.csv --as-of 2026-06-01 --bib 5
    expect_status 1
    expect_err_has 'q.csv:2: error: a quote opens in this line and is never closed'
    expect_out_has '3 rows: 2 accepted, 1 rejected'
}

@test "a date order that no row proves is an error with both readings" {
    printf 'Bib,Date,Distance (mi),Time\n1,5/6/2026,3,30:00\n2,7/8/2026,3,31:00\n' >d.csv
    run_tallypost check d.csv --as-of 2026-12-01
    expect_status 1
    expect_err_has '"5/6/2026" read as 2026-05-06 or as 2026-06-05' '--date-order mdy or --date-order dmy'
    run_tallypost check d.csv --as-of 2026-12-01 --date-order dmy
    expect_status 0
}

@test "one later row proves the order of the whole column" {
    printf 'Bib,Date,Distance (mi),Time\n1,5/6/2026,3,30:00\n2,7/28/2026,3,31:00\n' >d.csv
    run_tallypost convert d.csv --to ndjson --as-of 2026-12-01 --quiet
    expect_status 0
    expect_out_has '"tally_split_date":"2026-05-06"' '"tally_split_date":"2026-07-28"'
}

@test "dates after a beginning of ISO dates are looked at before anything is written" {
    python3 - >late.csv <<'PY'
print("Bib,Date,Distance (mi),Time,Notes")
for i in range(40000):
    print(f"{i},2026-05-{1 + i % 28:02},3.1,31:00,a note that makes the row longer")
print("1,13/5/2026,3.1,31:00,")
print("2,5/6/2026,3.2,32:00,")
PY
    run_tallypost check late.csv --as-of 2026-12-01
    expect_status 0
    run_tallypost convert late.csv --to ndjson --as-of 2026-12-01 --quiet
    [ "$(tail -n 1 "$OUT" | grep -c '"tally_split_date":"2026-06-05"')" -eq 1 ]
}

@test "a unit from nowhere is an error that names the option" {
    printf 'Bib,Date,Distance,Time\n1,2026-05-06,3,30:00\n' >u.csv
    run_tallypost check u.csv
    expect_status 1
    expect_err_has '--distance-unit mi or --distance-unit km'
    run_tallypost convert u.csv --to ndjson --distance-unit km --quiet
    expect_status 0
    expect_out_has '"distance_mm":3000000'
}

@test "what is no table: one line each, exit 1" {
    printf '\x89PNG\r\n\x1a\n0000' >p.csv
    : >empty.csv
    printf 'Bib,Date,Distance (mi),Time\n' >header.csv
    printf 'City,Country\nParis,France\n' >other.csv
    for file in p empty header other; do
        run_tallypost check $file.csv
        expect_status 1
        [ "$(printf '%s\n' "$err" | wc -l)" -eq 1 ]
        expect_err_has "$file.csv: error: " '[not-activities]'
    done
}

@test "a missing file is exit 4, and the others go on" {
    export_rows >spring.csv
    run_tallypost check nowhere.csv spring.csv --as-of 2026-06-01
    expect_status 4
    expect_err_has 'nowhere.csv: cannot open: No such file or directory'
    expect_out_has '4 rows: 2 accepted, 2 rejected'
}

@test "truncated gzip: what came before the break is used, the torn row is not" {
    export_rows >spring.csv
    gzip -c spring.csv | head -c 200 >torn.csv.gz
    run_tallypost check torn.csv.gz --as-of 2026-06-01
    expect_status 1
    expect_err_has 'torn.csv.gz: error: the gzip file is cut off' '[input-truncated]'
}

@test "usage: unknown words name the nearest known one, exit 2" {
    run_tallypost chekc x.csv
    expect_status 2
    expect_err 'tallypost: there is no command "chekc" (did you mean check?); tallypost --help lists them'
    run_tallypost check x.csv --jbos 2
    expect_status 2
    expect_err 'tallypost: unknown option --jbos (did you mean --jobs?)'
    run_tallypost check x.csv --rule pace-fats=off
    expect_status 2
    expect_err_has 'did you mean pace-fast?'
    run_tallypost check
    expect_status 2
    run_tallypost check x.csv --date-order ydm
    expect_status 2
}

@test "--strict and --max-rejects write nothing and exit 3" {
    export_rows >spring.csv
    run_tallypost convert spring.csv --to csv --as-of 2026-06-01 --strict --quiet
    expect_status 3
    expect_out ''
    run_tallypost convert spring.csv --to csv --as-of 2026-06-01 --max-rejects 1 --quiet
    expect_status 3
    expect_out ''
    run_tallypost convert spring.csv --to csv --as-of 2026-06-01 --max-rejects 50% --quiet
    expect_status 1
    [ "$(wc -l <"$OUT")" -eq 3 ]
}

@test "the rejects file holds the user's rows, and is read again once mended" {
    export_rows >spring.csv
    run_tallypost check spring.csv --as-of 2026-06-01 --rejects bad.csv --quiet
    expect_status 1
    [ "$(wc -l <bad.csv)" -eq 3 ]
    grep -q '^900100201,7,Ada,Quill,Harbor,2026-05-02,4.5 miles,,9:20,,run,3,pace-impossible,' bad.csv
    sed -i -e 's/,9:20,/,42:00,/' -e '/duplicate-exact/d' bad.csv
    run_tallypost convert bad.csv --to ndjson --as-of 2026-06-01 --quiet
    expect_status 0
    expect_out_has '"submitted_time_in_ms":2520000'
}

@test "a folder that cannot be written: one line, exit 4, nothing half-written" {
    export_rows >spring.csv
    run_tallypost check spring.csv --report json=nowhere/report.json --quiet
    expect_status 4
    expect_err_has 'nowhere/report.json: cannot write'
    run_tallypost check spring.csv --report json=/dev/full --quiet
    expect_status 4
    expect_err_has 'No space left on device'
    run_tallypost check spring.csv --report json=report.json --quiet
    [ -s report.json ] && [ -z "$(ls | grep part)" ]
}
