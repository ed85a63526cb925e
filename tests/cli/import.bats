load helper

rows() {
    printf 'Bib,Date,Distance (mi),Time,Activity,Notes\n1,2026-05-01,3,30:00,Run,\n2,2026-05-01,4,44:00,Run,"a, b"\n2,2026-05-02,4,4:00,Run,\n'
}

count() { # STORE
    python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM activity").fetchone()[0])' "$1"
}

@test "importing twice adds nothing the second time, and says so" {
    rows >a.csv
    run_tallypost import a.csv --store r.db --as-of 2026-06-01
    expect_status 1
    expect_out_has 'r.db: 2 activities added'
    run_tallypost import a.csv --store r.db --as-of 2026-06-01
    expect_status 1
    expect_out_has 'r.db: 0 activities added, 2 were there already'
    [ "$(count r.db)" -eq 2 ]
}

@test "--strict leaves no store behind" {
    rows >a.csv
    run_tallypost import a.csv --store r.db --as-of 2026-06-01 --strict --quiet
    expect_status 3
    [ ! -e r.db ]
}

@test "somebody else's file is not touched" {
    rows >a.csv
    printf 'my diary' >r.db
    run_tallypost import a.csv --store r.db --as-of 2026-06-01 --quiet
    expect_status 4
    expect_file r.db 'my diary'
    python3 -c 'import sqlite3; sqlite3.connect("o.db").execute("CREATE TABLE t(x)")'
    cp o.db before.db
    run_tallypost import a.csv --store o.db --as-of 2026-06-01 --quiet
    expect_status 4
    cmp o.db before.db
}

@test "payload refuses to guess the unit, and says why" {
    rows >a.csv
    printf '[event]\nname = E\nrace_id = 1\nevent_id = 2\n' >event.ini
    run_tallypost payload a.csv --event event.ini --out pack
    expect_status 2
    expect_err_has 'RunSignup' 'millimetres' '--tally-unit'
    [ ! -e pack ]
    for unit in mm:4828032 mi:3 km:4.828032; do
        run_tallypost payload a.csv --event event.ini --out pack-${unit%:*} --tally-unit ${unit%:*} --as-of 2026-06-01 --quiet
        expect_status 1
        grep -q "\"result_split_tally_value\":${unit#*:}," pack-${unit%:*}/requests/0001-bib-1.json
    done
}

@test "a pack goes into a new or an empty folder only" {
    rows >a.csv
    printf '[event]\nname = E\nrace_id = 1\nevent_id = 2\ntally_unit = mi\n' >event.ini
    mkdir empty full && touch full/x
    run_tallypost payload a.csv --event event.ini --out empty --as-of 2026-06-01 --quiet
    expect_status 1
    [ -s empty/manifest.json ]
    run_tallypost payload a.csv --event event.ini --out full --as-of 2026-06-01 --quiet
    expect_status 2
    [ "$(ls full)" = x ]
}

@test "a row that belongs to nobody is an error for payload only" {
    printf 'Date,Distance (mi),Time\n2026-05-01,3,30:00\n' >a.csv
    printf '[event]\nname = E\nrace_id = 1\nevent_id = 2\ntally_unit = mi\n' >event.ini
    run_tallypost check a.csv --as-of 2026-06-01
    expect_status 0
    expect_err_has 'a.csv:2: warning: neither a bib nor a registration id' '[participant-missing]'
    run_tallypost payload a.csv --event event.ini --out pack --as-of 2026-06-01
    expect_status 1
    expect_err_has 'a.csv:2: error: neither a bib nor a registration id'
}
