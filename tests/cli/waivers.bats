load helper

rows() {
    cat >spring.csv <<'CSV'
Bib,Date,Distance (mi),Time,Activity
7,2026-05-02,4.5,9:20,Run
12,2026-05-02,2.5,37:00,Walk
12,2026-05-02,2.5,37:00,Walk
12,2026-05-02,2.5,37:00,Walk
CSV
}

waive() { # LINE...
    printf 'row,code,reason,who,until\n' >waivers.csv
    printf '%s\n' "$@" >>waivers.csv
}

@test "a waived row is accepted, and the report says who waived it and why" {
    rows
    waive 'spring.csv:2,pace-impossible,"a wheelchair, seen",Ada Quill,' 'spring.csv:4,duplicate-exact,two walks,Ben Marsh,2026-12-31'
    run_tallypost check spring.csv --as-of 2026-06-01 --waivers waivers.csv --report text --report json=r.json
    expect_status 1
    expect_err 'spring.csv:2: waived: 4.5 mi run in 9:20 is 2:04/mi, faster than any record [pace-impossible]
spring.csv:2: note: waived by Ada Quill: a wheelchair, seen
spring.csv:4: waived: entered twice: line 3 of this file has the same participant, day, kind, distance and time [duplicate-exact]
spring.csv:4: note: waived by Ben Marsh: two walks, until 2026-12-31
spring.csv:5: error: entered twice: line 3 of this file has the same participant, day, kind, distance and time [duplicate-exact]'
    expect_out_has '4 rows: 3 accepted, 1 rejected' '        1  waived   pace-impossible
           line 2: 4.5 mi run in 9:20 is 2:04/mi, faster than any record
           waived by Ada Quill: a wheelchair, seen'
    [ "$(json r.json 'd["findings"][0]["waived"]')" = "{'by': 'Ada Quill', 'reason': 'a wheelchair, seen', 'until': None}" ]
    [ "$(json r.json 'd["findings"][1]["waived"]["until"], d["findings"][0]["severity"]')" = "('2026-12-31', 'error')" ]
    [ "$(json r.json '"waived" in d["findings"][2], d["by_code"]["duplicate-exact"]')" = '(False, 2)' ]
}

@test "validated_pace is T when a waiver covers all that the pace rule found" {
    rows
    waive 'spring.csv:2,pace-impossible,seen,Ada,'
    run_tallypost convert spring.csv --as-of 2026-06-01 --waivers waivers.csv --to ndjson --quiet
    head -1 "$OUT" | grep -q '"line":2,.*"status":"accepted",.*"validated_pace":"T"'
    printf 'Bib,Date,Distance (mi),Time,Activity\n7,2026-05-02,20,1:00:00,Run\n' >spring.csv
    waive 'spring.csv:2,pace-impossible,seen,Ada,'
    run_tallypost convert spring.csv --as-of 2026-06-01 --waivers waivers.csv --to ndjson --quiet
    head -1 "$OUT" | grep -q '"validated_pace":"F".*"code":"kind-suspect"' || { show && false; }
}

@test "a key names the row wherever it stands" {
    rows
    run_tallypost check spring.csv --as-of 2026-06-01 --report json=r.json
    key=$(json r.json 'd["findings"][0]["activity_key"]') twin=$(json r.json 'd["findings"][1]["activity_key"]')
    waive "$key,pace-impossible,seen,Ada," "$twin,duplicate-exact,two walks,Ada,"
    { head -1 spring.csv && tail -3 spring.csv && sed -n 2p spring.csv; } >moved.csv
    run_tallypost check moved.csv --as-of 2026-06-01 --waivers waivers.csv
    expect_status 1
    expect_err_has 'moved.csv:5: waived: 4.5 mi run' 'moved.csv:3: waived: entered twice' 'moved.csv:4: error: entered twice'
    run_tallypost import moved.csv --as-of 2026-06-01 --waivers waivers.csv --store s.db
    expect_status 1
    expect_out_has '3 of 4 rows are ready'
}

@test "waivers that expired or that nobody needs are named" {
    rows
    sed -i -e 4d -e 5d spring.csv
    waive 'spring.csv:2,pace-impossible,seen,Ada,2026-05-31' 'spring.csv:3,pace-fast,seen,Ada,'
    run_tallypost check spring.csv --as-of 2026-06-01 --waivers waivers.csv
    expect_status 1
    expect_err_has 'spring.csv:2: error:' \
        'waivers.csv:2: warning: the waiver of pace-impossible for "spring.csv:2" by Ada held until 2026-05-31; the finding counts again [waiver-expired]' \
        'waivers.csv:3: warning: the waiver of pace-fast for "spring.csv:3" by Ada was not used: there is no such finding [waiver-unused]'
    expect_out_has 'waivers.csv:2: the waiver of pace-impossible' '2 rows: 1 accepted, 1 rejected'
}

@test "a wrong line stops the program before anything is read" {
    rows
    waive 'spring.csv:2,pace-imposible,seen,Ada,'
    run_tallypost check spring.csv --waivers waivers.csv
    expect_status 2
    expect_out ''
    expect_err 'waivers.csv:2: "pace-imposible" is no code of a finding; did you mean pace-impossible?'
    run_tallypost check spring.csv --waivers nowhere.csv
    expect_status 4
    mkdir a b && cp spring.csv a/ && cp spring.csv b/
    waive 'spring.csv:2,pace-impossible,seen,Ada,'
    run_tallypost check a b --waivers waivers.csv
    expect_status 2
    expect_err 'waivers.csv:2: row "spring.csv:2" could be in a/spring.csv or in b/spring.csv; write the folder too'
}

@test "waivers are the same whatever the number of jobs" {
    python3 - >big.csv <<'PY'
print("Bib,Date,Distance (mi),Time,Activity,Notes")
for i in range(40000):
    day, pace = 1 + i // 2000 % 28, 9 if i % 20 else 1
    print(f"{1000 + i % 2000},2026-05-{day:02},{3 + i % 7}.1,0:{(3 + i % 7) * pace:02}:00,Run,{'padding ' * 4}")
PY
    { echo 'row,code,reason,who'; seq 2 50 20002 | sed 's/.*/big.csv:&,pace-impossible,seen,Ada/'; } >waivers.csv
    run_tallypost convert big.csv --as-of 2026-06-01 --waivers waivers.csv --to ndjson --jobs 1 --report json=one.json
    cp "$OUT" one.out && cp "$ERR" one.err
    run_tallypost convert big.csv --as-of 2026-06-01 --waivers waivers.csv --to ndjson --jobs 4 --report json=four.json
    cmp "$OUT" one.out && cmp "$ERR" one.err && cmp one.json four.json
    grep -q 'waiver-unused' one.err
    [ "$(grep -c '"waived"' one.json)" -gt 100 ]
}
