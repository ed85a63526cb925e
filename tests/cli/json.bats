load helper

post() {
    cat <<'J'
{"activities": [
  {"tally_split_date": "2026-05-05", "result_split_tally_value": 1, "split_elevation_gain_in_mm": 1002000, "tally_split_comment": "Some comment",
   "submitted_time_in_ms": 1234556, "virtual_race_activity_type_id": 6, "validated_pace": "F"},
  {"tally_split_date": "2026-05-06", "result_split_tally_value": 2, "submitted_time_in_ms": 12345562, "virtual_race_activity_type_id": 7}
]}
J
}

event() {
    printf '[event]\nname = E\nrace_id = 1\nevent_id = 2\n%s\n[type run]\nid = 6\n[type walk]\nid = 7\nslow = 200:00/mi\n' "$1"
}

@test "the API's request comes out of payload equal in meaning, validated_pace by our own verdict" {
    post >request.json
    event 'tally_unit = km' >event.ini
    run_tallypost payload request.json --event event.ini --bib 42 --as-of 2026-06-01 --out pack --quiet
    expect_status 0
    [ "$(json pack/requests/0001-bib-42.json 'len(d["activities"])')" = 2 ]
    [ "$(json pack/requests/0001-bib-42.json 'd["activities"][0] == json.load(open("request.json"))["activities"][0]')" = True ]
    [ "$(json pack/requests/0001-bib-42.json 'd["activities"][1]["validated_pace"]')" = T ]
    [ "$(json pack/manifest.json 'd["requests"][0]["query"]["bib_num"]')" = 42 ]
}

@test "a saved GET answer is in millimetres, whatever the event's unit" {
    printf '{"activities":[{"tally_split_num":7,"tally_split_date":"2026-05-07","result_split_tally_value":42325747,"submitted_time_in_ms":20271000,"virtual_race_activity_type_id":6}]}' >get.json
    event 'tally_unit = mi' >event.ini
    run_tallypost convert get.json --event event.ini --to ndjson --bib 1 --as-of 2026-06-01 --quiet
    expect_status 0
    expect_out_has '"distance_mm":42325747,' '"result_split_tally_value":26.3,'
}

@test "a bare array and NDJSON give the same rows" {
    printf '[{"bib":"7","date":"2026-05-07","distance_mi":3.1,"time":"31:00"},\n {"bib":"8","date":"2026-05-08","distance_mi":4,"time":"44:00"}]' >a.json
    printf '{"bib":"7","date":"2026-05-07","distance_mi":3.1,"time":"31:00"}\n{"bib":"8","date":"2026-05-08","distance_mi":4,"time":"44:00"}\n' >b.ndjson
    for f in a.json b.ndjson; do
        run_tallypost convert $f --to csv --as-of 2026-06-01 --quiet
        expect_status 0
        cp "$OUT" $f.csv
    done
    cmp a.json.csv b.ndjson.csv
}

@test "a bad NDJSON line is a finding, and the next line is read" {
    printf '{"bib":"7","date":"2026-05-07","distance_mi":3.1,"time":"31:00"}\n{"bib":"8","date":"2026\n{"bib":"9","date":"2026-05-08","distance_mi":4,"time":"44:00"}\n' >b.ndjson
    run_tallypost check b.ndjson --as-of 2026-06-01
    expect_status 1
    expect_err_has 'b.ndjson:2: error: not valid JSON' '[json-syntax]'
    expect_out_has '3 rows: 2 accepted, 1 rejected'
}

@test "ids and millimetres do not pass through a floating point number" {
    printf '[{"registration_id":12345678901234567,"date":"2026-05-07","distance_mm":12345678,"time":"1:31:00"}]' >a.json
    run_tallypost convert a.json --to ndjson --as-of 2026-06-01 --quiet
    expect_out_has '"registration_id":"12345678901234567"' '"distance_mm":12345678'
}

@test "JSON that holds no activities is refused in one line" {
    for text in '{}' '[]' '42' '{"a":[1,2]}' '{"name":"x","city":"y"}'; do
        printf '%s' "$text" >x.json
        run_tallypost check x.json
        expect_status 1
        expect_err_has 'x.json: error: ' '[not-activities]'
    done
}
