load helper

# Kilometres under a header of miles: MINUTES a kilometre, N rows.
runs() {
    echo 'Bib,Date,Distance (mi),Time,Activity'
    for ((i = 0; i < $2; i++)); do
        echo "$i,2026-05-$((i % 28 + 1)),$((5 + i % 3)).1,0:$(((5 + i % 3) * $1)):$((10 + i % 50)),Run"
    done
}

@test "a wrong unit is one cause, told first, with its rows beneath" {
    runs 4 60 | sed 's/0:\(..\):/0:\1:/; s/-\([0-9]\),/-0\1,/' >club.csv
    run_tallypost check club.csv --as-of 2026-06-01 --quiet
    expect_status 1
    expect_out_has '    count  severity what
        1  warning  unit-suspect
           Distance reads as miles (header), but 60 of 60 paces become plausible
           as kilometres: give --distance-unit km
           it may explain'
    run_tallypost check club.csv --as-of 2026-06-01 --quiet --distance-unit km
    expect_status 0
}

@test "minutes under a header of seconds" {
    { echo 'Bib,Date,Distance (mi),Time (s),Activity' && for i in {1..20}; do echo "$i,2026-05-02,3,$((28 + i % 5)),Run"; done; } >club.csv
    run_tallypost check club.csv --as-of 2026-06-01
    expect_err_has 'club.csv: warning: Time reads as seconds, but 20 of 20 paces become plausible as minutes: write the unit over the column, such as Time (min) [unit-suspect]'
}

@test "a slip that nearly all rows share is told with what mends them at once" {
    runs 6 20 | sed 's/2026-05-\([0-9]\),/2026-05-0\1,/' >club.csv
    printf '[event]\nfirst_day = 2027-05-01\nlast_day = 2027-06-30\n' >event.ini
    run_tallypost check club.csv --event event.ini --as-of 2027-07-01 --quiet --distance-unit km
    expect_status 1
    expect_out_has 'the same slip fits 20 of 20: mend the year in the whole column'
}

@test "words that the event does not know are counted" {
    runs 6 20 | sed 's/2026-05-\([0-9]\),/2026-05-0\1,/; 2,4s/Run/Yoga/; 5,6s/Run/Barre/' >club.csv
    printf '[type run]\nid = 1\n' >event.ini
    run_tallypost check club.csv --event event.ini --as-of 2027-07-01 --quiet --distance-unit km
    expect_out_has '        5  error    type-unknown
           first in line 2: activity type "Yoga" is not known; the event has run
           "Yoga" 3, "Barre" 2'
}

@test "a table without dates is told which column might be one" {
    printf 'Bib,When it was,Distance (mi),Time\n1,2026-05-01,3,30:00\n2,2026-05-02,3,30:00\n3,2026-05-03,3,30:00\n' >club.csv
    run_tallypost check club.csv --as-of 2026-06-01
    expect_status 1
    expect_out_has '        3  error    date-missing
           first in line 2: no date; give --map date="When it was" if that
           column has it'
    run_tallypost check club.csv --as-of 2026-06-01 --map 'date=When it was'
    expect_status 0
    printf 'Bib,Distance (mi),Time\n1,3,30:00\n' >club.csv
    run_tallypost check club.csv --as-of 2026-06-01
    expect_err_has 'no date: no column has it; name one with --map date=COLUMN [date-missing]'
}
