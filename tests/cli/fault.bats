# What goes wrong in the system: no memory, calls that fail, a full disk, a kill. What each run must hold to is told in
# tests/fault/walk.py.

load helper

setup_file() {
    build_shim
}

walk() { # SCENARIO
    needs_shim
    timeout 120 python3 "$SOURCE/tests/fault/walk.py" "$TALLYPOST" "$BATS_FILE_TMPDIR/shim.so" "$1"
}

@test 'check, and its report' {
    walk check
}

@test 'check, as a page and as a table' {
    walk page
}

@test 'check of a workbook and of gzip' {
    walk formats
}

@test 'convert of an archive with a log and its tracks' {
    walk archive
}

@test 'check, with rejects of another encoding' {
    walk rejects
}

@test 'convert' {
    walk convert
}

@test 'import into a new store' {
    walk import
}

@test 'import into a store that is there' {
    walk import-more
}

@test 'payload' {
    walk payload
}

# A file system of 64 KiB in the folder "disk".
small_disk() {
    mkdir disk
    mount -t tmpfs -o size=${1:-64}k tallypost-test disk 2>/dev/null || skip 'no right to mount'
}

teardown() {
    if mountpoint -q disk 2>/dev/null; then
        umount disk
    fi
}

rows() { # COUNT: more than fits on the disk, in every form
    echo 'Bib,Date,Distance (mi),Time,Activity,Notes'
    seq "$1" | awk '{ printf "%d,2026-05-%02d,%d.%02d,%d:%02d,Run,\"a comment that takes some room, number %d\"\n",
        $1 % 50 + 1, $1 % 30 + 1, 3 + $1 % 5, $1 % 100, 40 + $1 % 20, $1 % 60, $1 }'
}

expect_full() { # FILE...: exit code 4, one line that says why, and of the disk nothing but these
    expect_status 4
    [ "$(wc -l <"$ERR")" -eq 1 ]
    grep -iE 'no (space|room) left' "$ERR"
    same 'what is on the disk' "$(printf '%s\n' "$@")" "$(ls disk)"
}

@test 'a full disk: report and rejects' {
    rows 2000 | sed 's/Run/Swim/' >rows.csv
    small_disk
    run_tallypost check --quiet --as-of 2026-06-15 rows.csv --report json=disk/report.json
    expect_full ''
    run_tallypost check --quiet --as-of 2026-06-15 rows.csv --rejects disk/rejects.csv --report text=report.txt
    expect_full ''
}

@test 'a full disk: import' {
    rows 2000 >rows.csv
    small_disk
    run_tallypost import --quiet --as-of 2026-06-15 rows.csv --store disk/race.db
    expect_full ''
}

@test 'a full disk: import into a store that is there' {
    rows 2 >few.csv
    rows 2000 >rows.csv
    small_disk 128 # an empty store takes most of it
    run_tallypost import --quiet --as-of 2026-06-15 few.csv --store disk/race.db
    expect_status 0
    cp disk/race.db before.db
    run_tallypost import --quiet --as-of 2026-06-15 rows.csv --store disk/race.db
    expect_full race.db
    cmp disk/race.db before.db
}

@test 'a full disk: payload' {
    rows 2000 >rows.csv
    printf '[event]\nrace_id = 1\nevent_id = 2\ntally_unit = mi\n' >event.ini
    small_disk
    run_tallypost payload --quiet --as-of 2026-06-15 --event event.ini rows.csv --out disk/pack
    expect_full ''
}

@test 'a full disk: converted rows' {
    rows 2 >rows.csv
    status=0
    "$TALLYPOST" convert --quiet rows.csv --to ndjson >/dev/full 2>err || status=$?
    [ "$status" -eq 4 ]
    expect_file err 'standard output: cannot write: No space left on device'
}

@test 'a full disk: temporary files' {
    rows 4000 >rows.csv
    small_disk
    TMPDIR=disk run_tallypost check --quiet --as-of 2026-06-15 - --report text=report.txt < <(cat rows.csv)
    expect_full ''
}
