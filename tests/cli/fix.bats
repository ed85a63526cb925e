load helper

# Runs under a header of miles in kilometres, which the pace column tells.
wrong_unit() {
    echo 'Bib,Date,Distance (mi),Time,Activity,Pace (min/km)'
    for i in {1..20}; do
        echo "$i,2026-05-02,$((5 + i % 3)).0,$(((5 + i % 3) * 6)):00,Run,6:00"
    done
}

# Minutes and seconds that a spreadsheet took for hours and minutes.
resaved() {
    echo 'Bib,Date,Distance (mi),Time,Activity'
    for i in {1..20}; do
        echo "$i,2026-05-02,2.0,$((16 + i % 4)):$((10 + i)):00,Run"
    done
}

@test "without --fix safe a unit that the pace column contradicts is only told" {
    wrong_unit >club.csv
    run_tallypost convert club.csv --as-of 2026-06-01 --to ndjson
    grep -q '"line":2,.*"distance_mm":9656064,' "$OUT"
    expect_err_has 'unit-suspect'
}

@test "with --fix safe the unit is mended, with before and after" {
    wrong_unit >club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --fix safe --verbose
    expect_status 0
    expect_err_has 'club.csv:2: info: Distance "6.0" is taken as 6 km, not 6 mi: the pace column proves it for 20 of 20 rows [fix-applied]'
    expect_out_has '       20  info     fix-applied'
    run_tallypost convert club.csv --as-of 2026-06-01 --to ndjson --fix safe --quiet
    grep -q '"line":2,.*"distance_mm":6000000,.*"validated_pace":"T".*"code":"fix-applied","severity":"info","field":"distance","value":"6.0"' "$OUT"
}

@test "the user's own word is never mended" {
    wrong_unit >club.csv
    run_tallypost convert club.csv --as-of 2026-06-01 --to ndjson --fix safe --distance-unit mi
    grep -q '"line":2,.*"distance_mm":9656064,' "$OUT"
    expect_err_has 'unit-suspect'
}

@test "minutes that became hours are refused, and mended with --fix safe" {
    resaved >club.csv
    run_tallypost check club.csv --as-of 2026-06-01
    expect_status 1
    expect_err_has 'club.csv:2: error: 2 mi run in 17:11:00 is 8:35:30/mi' 'club.csv:2: hint: 17:11:00 may mean 17:11'
    run_tallypost check club.csv --as-of 2026-06-01 --fix safe --verbose
    expect_status 0
    expect_err_has 'club.csv:2: info: Time "17:11:00" is taken as 17:11, not 17:11:00: as h:mm:ss 20 of 20 paces would be absurd, as mm:ss 20 are usual [fix-applied]'
}

@test "without any option day fractions and wrapped bibs are read, and told" {
    printf 'Bib,Date,Distance (mi),Time,Activity\n"=""0123""",2026-05-02,3,0.0208333,Run\n' >club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --verbose
    expect_status 0
    cp "$ERR" without
    expect_err_has 'Bib "="0123"" was read as 0123 [bib-unwrapped]' 'Time "0.0208333" is a spreadsheet'"'"'s fraction of a day: 30:00'
    run_tallypost check club.csv --as-of 2026-06-01 --verbose --fix safe
    cmp "$ERR" without
}

@test "what a column proves without the option too is told of each row with it" {
    {
        echo 'Bib,Date,Distance (mi),Time,Activity'
        for i in {1..12}; do echo "$i,2026-05-02,$((6 + i % 3)).1,1:0$((i % 10)),Run"; done
    } >club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --fix safe --verbose
    expect_status 0
    expect_err_has 'club.csv:2: info: Time "1:01" is taken as 1:01:00, not 1:01: as m:ss nearly all paces would be absurd [fix-applied]'
    run_tallypost check club.csv --as-of 2026-06-01 --verbose
    expect_err ''
    wrong_unit | sed 's/ (mi)//' >club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --fix safe --verbose
    expect_status 0
    expect_err_has 'club.csv:2: info: Distance "6.0" is taken as 6 km, not a number without a unit: the pace column proves it for 20 of 20 rows [fix-applied]'
}

@test "nothing else is mended" {
    resaved >club.csv
    run_tallypost check club.csv --fix all
    expect_status 2
    expect_err 'tallypost: --fix all: give safe; nothing else is mended without being looked at'
}
