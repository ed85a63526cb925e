load helper

sheet() {
    printf 'Harbor Runners\n\nStartnummer;Datum;Distanz;Zeit;Sportart;Notiz\n7;13.06.2026;7,25;1:20:00;Gehen;a\n12;14.06.2026;10,5;1:02:30;Laufen;b\n'
}

@test "sniff shows each column with its reason, and the first rows as understood" {
    sheet >s.csv
    run_tallypost sniff s.csv --distance-unit km
    expect_status 0
    expect_out 's.csv: csv, UTF-8, delimiter semicolon, header in line 3
  info: dates are day first: line 4: 13.06.2026 [date-order-proved]

  column                 taken for        how                    because
  Startnummer            bib              as text                header
  Datum                  date             day first              line 4: 13.06.2026
  Distanz                distance         kilometres             option
  Zeit                   time             clock times            header
  Sportart               type             as text                header
  Notiz                  comment          as text                header

  line   date       kind       distance     time        climb      bib
  4      2026-06-13 walk       7.25 km      1:20:00     -          7        
  5      2026-06-14 run        10.5 km      1:02:30     -          12       '
}

@test "--save-profile freezes the decisions: the same reading without the option" {
    sheet >s.csv
    run_tallypost sniff s.csv --distance-unit km --save-profile p.ini
    expect_status 0
    run_tallypost convert s.csv --distance-unit km --to ndjson --quiet
    cp "$OUT" told
    run_tallypost convert s.csv --profile p.ini --to ndjson --quiet
    cmp "$OUT" told
}

@test "a file that holds no activities is exit 1 with the reason" {
    printf 'City,Country\nParis,France\n' >o.csv
    run_tallypost sniff o.csv
    expect_status 1
    expect_out_has 'no column is a date, a distance or a time; the columns are "City", "Country"'
}

@test "a bad profile is exit 2 with its line" {
    sheet >s.csv
    printf '[profile]\nname = x\n[columns]\ndate = Datum\ndistanze = Distanz\n' >p.ini
    run_tallypost check s.csv --profile p.ini
    expect_status 2
    expect_err_has 'p.ini:5: ' 'distanze'
}

@test "--map names columns, by header or number" {
    printf 'a,b,c,d\n2026-05-01,3.1 mi,30:00,7\n' >m.csv
    run_tallypost convert m.csv --map date=a --map distance=2 --map time=c --map bib=d --to ndjson --quiet
    expect_status 0
    expect_out_has '"bib_num":"7"' '"tally_split_date":"2026-05-01"' '"submitted_time_in_ms":1800000'
    run_tallypost check m.csv --map date=zz
    expect_status 2
    expect_err_has '--map date=zz: the table has no column "zz"'
}
