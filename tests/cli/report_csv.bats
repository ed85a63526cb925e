load helper

rows() {
    printf 'Bib,Date,Distance (mi),Time,Type\n12,2026-05-01,4.5,9:20,run\n7,@SUM(1),3,30:00,run\n12,2026-05-02,3,"30:00\nDNF",run\n'
}

@test "one finding a line, with its place, its value and its hint" {
    rows >club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --quiet --report csv=report.csv
    expect_status 1
    expect_file report.csv "source,member,line,index,bib_num,code,severity,field,value,message,hint,waived
club.csv,,2,0,12,pace-impossible,error,time,,\"4.5 mi run in 9:20 is 2:04/mi, faster than any record\",9:20 looks like the pace; 4.5 mi at 9:20/mi takes 42:00,
club.csv,,3,1,7,date-invalid,error,date,'@SUM(1),\"Date \"\"@SUM(1)\"\" is not a date\",,
club.csv,,4,2,12,time-invalid,error,time,30:00?DNF,\"Time \"\"30:00?DNF\"\" is not a duration\",,"
}

@test "on standard output; nothing found is the header alone" {
    rows | head -n 1 >club.csv
    echo 12,2026-05-01,4.5,45:00,run >>club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --quiet --report csv
    expect_status 0
    expect_out 'source,member,line,index,bib_num,code,severity,field,value,message,hint,waived'
}

@test "all findings, whatever the jobs; the same that the JSON report counts" {
    python3 - >big.csv <<'PY'
print("Bib,Date,Distance (mi),Time,Type")
for i in range(60000):
    print(f"{i},2026-05-{1 + i % 33:02},{3 + i % 7}.1,{(3 + i % 7) * (9 if i % 50 else 1)}:00,run")
PY
    run_tallypost check big.csv --as-of 2026-06-10 --quiet --jobs 1 --report csv=one.csv --report json=report.json
    expect_status 1
    run_tallypost check big.csv --as-of 2026-06-10 --quiet --jobs 8 --report csv=eight.csv
    cmp one.csv eight.csv
    python3 - <<'PY'
import csv, json
rows = list(csv.DictReader(open("one.csv", encoding="utf-8", newline="")))
report = json.load(open("report.json", encoding="utf-8"))
assert len(rows) == report["findings_total"] > 4000, len(rows)
for row, finding in zip(rows, report["findings"]):
    for key in ("source", "code", "severity", "message"):
        assert row[key] == finding[key], (row, finding)
    assert row["line"] == str(finding["line"]) and row["bib_num"] == finding["bib_num"], (row, finding)
PY
}

@test "a run that starts over says nothing twice" {
    python3 - >late.csv <<'PY'
print("Bib,Date,Distance (mi),Time,Notes")
for i in range(40000):
    print(f"{i},2026-05-{1 + i % 28:02},3.1,{'31:00' if i else 'DNF'},a note that makes the row longer")
print("1,13/5/2026,3.1,31:00,")
PY
    run_tallypost check late.csv --as-of 2026-12-01 --quiet --report csv
    expect_status 1
    [ "$(grep -c time-status-word "$OUT")" -eq 1 ]
    [ "$(grep -c '^source,' "$OUT")" -eq 1 ]
}
