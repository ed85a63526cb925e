load helper

@test "convert to csv and read again: the same rows" {
    cat >in.csv <<'CSV'
Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type
900100201,0007,Ada,Quill,Two  Blanks,2026-05-01,26.3 miles,120 ft,10:37:51,"a ""b"", c",run
900100202,12,Ben,Marsh,Two  Blanks,2026-05-02,9.546 miles,,2:00:00,"two
lines",walk
900100203,31,Cleo,Vane,Two  Blanks,2026-05-03,5 km,36.5 m,27:00.5,Café,run
CSV
    run_tallypost convert in.csv --to csv --as-of 2026-06-01 --quiet
    expect_status 0
    cp "$OUT" once.csv
    run_tallypost convert once.csv --to csv --as-of 2026-06-01 --quiet
    expect_status 0
    cmp "$OUT" once.csv
    run_tallypost convert in.csv --to ndjson --as-of 2026-06-01 --quiet
    sed -e 's/"source":"[^"]*"//' "$OUT" >a
    run_tallypost convert once.csv --to ndjson --as-of 2026-06-01 --quiet
    sed -e 's/"source":"[^"]*"//' "$OUT" >b
    cmp a b
}

@test "26.3 miles is 42325747 mm, and 26.3 again" {
    printf 'Bib,Date,Distance,Time\n1,2026-05-01,26.3 miles,5:00:00\n' >m.csv
    run_tallypost convert m.csv --to ndjson --as-of 2026-06-01 --quiet
    expect_status 0
    expect_out_has '"distance_mm":42325747,' '"result_split_tally_value":26.3,'
    run_tallypost convert m.csv --to ndjson --tally-unit km --as-of 2026-06-01 --quiet
    expect_out_has '"result_split_tally_value":42.325747,'
    run_tallypost convert m.csv --to ndjson --tally-unit mm --as-of 2026-06-01 --quiet
    expect_out_has '"result_split_tally_value":42325747,'
}

@test "the keys of a row, in their order" {
    printf 'Bib,Date,Distance,Time\n1,2026-05-01,3 mi,30:00\n' >m.csv
    run_tallypost convert m.csv --to ndjson --as-of 2026-06-01 --quiet
    python3 - "$OUT" <<'PY'
import json, sys
row = json.loads(open(sys.argv[1]).readline(), object_pairs_hook=lambda pairs: pairs)
assert [k for k, _ in row] == """source member line last_line index status bib_num registration_id tally_split_date start_utc
distance_mm tally_count result_split_tally_value submitted_time_in_ms moving_time_in_ms split_elevation_gain_in_mm activity_type
activity_kind virtual_race_activity_type_id tally_split_comment validated_pace findings""".split(), row
PY
}

@test "convert needs a format" {
    run_tallypost convert m.csv
    expect_status 2
    expect_err 'tallypost: convert needs --to ndjson or --to csv'
    run_tallypost convert m.csv --to xml
    expect_status 2
    expect_err 'tallypost: --to xml: give ndjson or csv'
}

@test "UTC times become the local day of the zone" {
    printf 'Activity ID,Activity Date,Activity Name,Activity Type,Filename,Elapsed Time,Distance,Distance,Elapsed Time\n1,"May 2, 2026, 3:30:00 AM",x,Run,,1800,5,5000,1800\n' >s.csv
    run_tallypost convert s.csv --to ndjson --bib 1 --time-zone America/New_York --as-of 2026-06-01 --quiet
    expect_status 0
    expect_out_has '"tally_split_date":"2026-05-01","start_utc":"2026-05-02T03:30:00Z"'
    run_tallypost convert s.csv --to ndjson --time-zone Nowhere/Land
    expect_status 2
    expect_err_has 'time zone "Nowhere/Land" is not known'
}

@test "a full disk behind standard output is exit 4" {
    printf 'Bib,Date,Distance,Time\n1,2026-05-01,3 mi,30:00\n' >m.csv
    status=0
    "$TALLYPOST" convert m.csv --to ndjson >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
    [ "$status" -eq 4 ]
    grep -q 'No space left on device' "$BATS_TEST_TMPDIR/err"
}
