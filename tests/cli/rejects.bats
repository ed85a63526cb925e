load helper

event() {
    printf '[event]\nname = E\nfirst_day = 2026-05-01\nlast_day = 2026-09-30\ndistance_unit = mi\n' >event.ini
}

@test "rejects that a spreadsheet saved with semicolons, windows-1252 and its own dates are read again" {
    event
    printf 'Bib,Date,Distance,Time,Notes\n1,2026-05-03,3.1,31:00,fine\n2,2026-05-14,4.5,x,caf\xc3\xa9\n3,2026-13-05,2,20:00,"=1+1"\n' >in.csv
    run_tallypost check in.csv --event event.ini --as-of 2026-06-01 --rejects bad.csv --quiet
    expect_status 1
    expect_file bad.csv $'\xef\xbb\xbfBib,Date,Distance,Time,Notes,tallypost_line,tallypost_codes,tallypost_reasons,tallypost_hints
2,2026-05-14,4.5,x,caf\xc3\xa9,3,time-invalid,"Time ""x"" is not a duration",
3,2026-13-05,2,20:00,\'=1+1,4,date-invalid,"Date ""2026-13-05"" is not a date",'
    # mended, and saved again the German way
    printf 'Bib;Date;Distance;Time;Notes;tallypost_line;tallypost_codes;tallypost_reasons;tallypost_hints\r\n2;14.05.2026;4,5;45:00;caf\xe9;3;time-invalid;"Time ""x"" is not a duration";\r\n3;13.05.2026;2;20:00;\x27=1+1;4;date-invalid;"Date ""2026-13-05"" is not a date";\r\n' >bad.csv
    run_tallypost convert bad.csv --event event.ini --as-of 2026-06-01 --to csv --quiet
    expect_status 0
    expect_out $'Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type
,2,,,,2026-05-14,4.5 miles,,45:00,caf\xc3\xa9,
,3,,,,2026-05-13,2 miles,,20:00,=1+1,'
}

@test "rejected JSON elements come back with our keys, and are read again once mended" {
    printf '{"bib":"7","date":"2026-05-07","distance_mi":3.1,"time":"x:y"}\n{"bib":"8","date":"2026-05-08","distance_mi":4,"time":"44:00"}\n' >a.ndjson
    run_tallypost check a.ndjson --as-of 2026-06-01 --rejects bad.ndjson --quiet
    expect_status 1
    [ "$(json bad.ndjson 'd["tallypost_line"], d["tallypost_codes"], d["bib"]')" = "(1, 'time-invalid', '7')" ]
    sed -i 's/x:y/31:00/' bad.ndjson
    run_tallypost convert bad.ndjson --as-of 2026-06-01 --to ndjson --quiet
    expect_status 0
    expect_out_has '"submitted_time_in_ms":1860000'
}

@test "inputs with different headers: a folder, one file a source" {
    printf 'Bib,Date,Distance (mi),Time\n1,2026-05-03,3.1,x\n' >a.csv
    printf 'Bib,Day,Miles,Time\n1,2026-05-03,3.1,y\n' >b.csv
    run_tallypost check a.csv b.csv --as-of 2026-06-01 --rejects bad --quiet
    expect_status 1
    [ "$(ls bad)" = '01-a.csv
02-b.csv' ]
}

@test "the table's own columns with clean cells read the same again" {
    printf 'Runner;Bib;Date;Distance;Time;Team\nA;="0007";31.5.2026;5,2 km;0,0208333333;red\nB;12;1.6.2026;3 mi;31:00;blue\n' >own.csv
    run_tallypost convert own.csv --as-of 2026-07-01 --to csv --columns own --quiet
    expect_status 0
    expect_out 'Runner,Bib,Date,Distance,Time,Team
A,0007,2026-05-31,5.2 km,0:30:00,red
B,12,2026-06-01,3 mi,0:31:00,blue'
    cp "$OUT" clean.csv
    run_tallypost convert clean.csv --as-of 2026-07-01 --to csv --columns own --quiet
    cmp "$OUT" clean.csv
    run_tallypost convert own.csv --to csv --columns mine
    expect_status 2
}

@test 'tracks have nothing to mend' {
    printf '<gpx><trk><trkseg><trkpt lat="43" lon="-70"/><trkpt lat="43.01" lon="-70"/></trkseg></trk></gpx>' >a.gpx
    run_tallypost check a.gpx --rejects r.csv --as-of 2026-06-01
    expect_status 2
    expect_err 'tallypost: --rejects r.csv: the inputs are tracks; they have no cells to mend, so leave it out'
    [ ! -e r.csv ]
    printf 'Bib,Date,Distance (mi),Time\n1,2026-05-01,3,DNF\n' >b.csv
    run_tallypost check a.gpx b.csv --rejects r.csv --as-of 2026-06-01 --quiet
    expect_status 1
    [ "$(cut -d, -f1-4 r.csv | tail -n 1)" = '1,2026-05-01,3,DNF' ]
}
