load helper

book() {
    python3 "$BATS_TEST_DIRNAME/make_xlsx.py" "$@"
}

rows='Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type
,0042,,,,2026-05-01,26.3 miles,,25:10:00,sum,Walk
,7,,,,2026-05-02,3.1 miles,,31:00,TRUE,Run'

@test "a workbook reads as it is shown: dates, durations over a day, shared and inline texts" {
    book b.xlsx
    run_tallypost convert b.xlsx --to csv --as-of 2026-06-01 --rule day-time-over-24h=off
    expect_status 1
    expect_out "$rows"
    expect_err_has 'b.xlsx:7: ' '[distance-missing]'
    expect_err_has '4 rows: 2 accepted, 1 rejected, 1 blank'
}

@test "the epoch of 1904 gives the same days" {
    book b.xlsx
    book m.xlsx --1904
    run_tallypost convert b.xlsx --to csv --as-of 2026-06-01 --quiet
    cp "$OUT" b.csv
    run_tallypost convert m.xlsx --to csv --as-of 2026-06-01 --quiet
    cmp "$OUT" b.csv
}

@test "--sheet chooses; a sheet that is not there is exit 2" {
    book b.xlsx
    run_tallypost check b.xlsx --sheet Log --as-of 2026-06-01
    expect_status 1
    run_tallypost check b.xlsx --sheet 'Read me'
    expect_status 1
    expect_err_has '[not-activities]'
    run_tallypost check b.xlsx --sheet Nowhere
    expect_status 2
    expect_err 'tallypost: --sheet Nowhere: the workbook has no sheet of that name'
}

@test "a workbook that breaks off is a finding, not a crash" {
    book b.xlsx
    for size in 50 300 800 1500; do
        head -c $size b.xlsx >torn.xlsx
        run_tallypost check torn.xlsx
        expect_status 1
        expect_err_has 'torn.xlsx: error: '
    done
}
