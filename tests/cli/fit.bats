load helper

# fit NAME...: files of tests/cli/make_fit.py.
fit() {
    local name
    for name; do
        python3 "$BATS_TEST_DIRNAME/make_fit.py" "$name" >"$name.fit"
    done
}

header='Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type'

# values FILE: start, distance in mm, time in ms, kind and status of each row, and the codes found.
values() {
    run_tallypost convert "$1" --all --to ndjson --bib 7 --as-of 2026-06-01 --quiet
    out=$(python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    print(row["start_utc"], row["distance_mm"], row["submitted_time_in_ms"], row["moving_time_in_ms"], row["activity_kind"],
          row["status"], *(f["code"] for f in row["findings"]))' "$OUT")
}

@test "a recorded run becomes a row" {
    fit run
    run_tallypost convert run.fit --to csv --bib 7 --as-of 2026-06-01
    expect_status 0
    expect_out "$header
,7,,,,2026-05-02,5000 m,42 m,30:00,,running"
    expect_err 'tallypost convert, as of 2026-06-01

run.fit
  read as fit, profile track, binary
  1 row: 1 accepted, 0 rejected

accepted: 3.1 mi (5.0 km) in 30:00 (h:mm:ss)

1 of 1 row is ready'
}

@test "headers, byte orders and times of all sorts give the same row" {
    fit run big-endian header-12 header-crc-zero header-long zeros-behind
    values run.fit
    expect_out '2026-05-02T08:00:00Z 5000000 1800000 1800000 run accepted'
    for name in big-endian header-12 header-crc-zero header-long zeros-behind; do
        run_tallypost convert $name.fit --to csv --bib 7 --as-of 2026-06-01 --quiet
        expect_status 0
        expect_out "$header
,7,,,,2026-05-02,5000 m,42 m,30:00,,running"
    done
    fit compressed short-distance
    values compressed.fit
    expect_out '2026-05-02T08:00:30Z 3000000 1000000 1000000 None accepted type-missing'
    values short-distance.fit
    expect_out '2026-05-02T08:00:00Z 3000000 1000000 1000000 None accepted type-missing'
}

@test "the day is that of the device's clock, or of the event's zone where it has one" {
    fit late
    for zone in '' America/New_York; do
        run_tallypost convert late.fit --to csv --bib 7 --as-of 2026-06-01 --quiet ${zone:+--time-zone "$zone"}
        expect_status 0
        [ -n "$zone" ] && day=2026-05-02 || day=2026-05-03
        expect_out "$header
,7,,,,$day,5000 m,,30:00,,running"
    done
}

@test "a triathlon is a row a leg, wherever its sessions stand" {
    fit multisport summary-first
    expected='2026-05-02T08:00:00Z 1500000 1200000 1200000 swim accepted
2026-05-02T08:20:00Z 0 120000 120000 other rejected distance-zero
2026-05-02T08:22:00Z 30000000 3600000 3600000 ride accepted'
    values multisport.fit
    expect_out "$expected"
    values summary-first.fit
    expect_out "$expected"
}

@test "files one behind the other are read as what they are" {
    fit chain
    values chain.fit
    expect_out '2026-05-02T08:00:00Z 5000000 1800000 1800000 run accepted
2026-05-03T08:00:00Z 3000000 900000 900000 run accepted'
    gzip chain.fit
    values chain.fit.gz
    expect_out '2026-05-02T08:00:00Z 5000000 1800000 1800000 run accepted
2026-05-03T08:00:00Z 3000000 900000 900000 run accepted'
    gzip -d chain.fit.gz
    run_tallypost convert - --to csv --bib 7 --as-of 2026-06-01 --quiet <chain.fit
    expect_status 0
    expect_out_has '2026-05-03,3000 m,,15:00,,running'
}

@test "what the session leaves out comes from laps and records" {
    fit session-twice session-zero session-empty times-swapped laps laps-end-early records paused
    values session-twice.fit
    expect_out '2026-05-02T08:00:00Z 5000000 1800000 1800000 run accepted'
    values session-zero.fit
    expect_out '2026-05-02T08:00:00Z 5400000 1800000 1800000 run accepted'
    values session-empty.fit
    expect_out '2026-05-02T08:00:00Z 5370000 1790000 1790000 run accepted'
    values times-swapped.fit
    expect_out '2026-05-02T08:00:00Z 5000000 2000000 1800000 run accepted'
    values laps.fit
    expect_out '2026-05-02T08:00:00Z 3570000 1190000 1190000 ride accepted'
    values laps-end-early.fit
    expect_out '2026-05-02T08:00:00Z 3570000 1190000 1190000 None accepted type-missing'
    values records.fit
    expect_out '2026-05-02T08:00:00Z 3570000 1190000 1190000 run accepted'
    values paused.fit
    expect_out '2026-05-02T08:00:00Z 21770000 2090000 1180000 None accepted track-paused type-missing'
}

@test "a device without the time gives no date" {
    fit no-clock
    values no-clock.fit
    expect_out 'None 5000000 1800000 1800000 run rejected track-no-time date-missing'
}

@test "files that hold no activity are named" {
    fit settings course empty-activity type-unknown
    run_tallypost check settings.fit course.fit empty-activity.fit type-unknown.fit --as-of 2026-06-01
    expect_status 1
    expect_err 'settings.fit: error: a FIT file of settings, no activity [not-activities]
course.fit: error: a FIT file of a course, no activity [not-activities]
empty-activity.fit: error: the FIT file has no session, lap or record in it [not-activities]
type-unknown.fit: error: a FIT file of type 77, no activity [not-activities]'
}

@test "damage is told with its place, and refuses the rows of its file" {
    fit crc-wrong header-crc-wrong cut-off cut-off-crc undefined definition-odd size-zero size-small size-large garbage-behind
    run_tallypost check crc-wrong.fit header-crc-wrong.fit cut-off.fit cut-off-crc.fit undefined.fit definition-odd.fit \
        size-zero.fit size-small.fit size-large.fit garbage-behind.fit --bib 7 --as-of 2026-06-01 --rule type-missing=off
    expect_status 1
    expect_err 'crc-wrong.fit: record 1: error: damaged FIT file: the checksum at byte 3548 does not fit the data [fit-corrupt]
header-crc-wrong.fit: record 1: error: damaged FIT file: the checksum of the header at byte 0 is wrong [fit-corrupt]
cut-off.fit: record 1: error: the FIT file is cut off at byte 2000 of 3519; what came before the break was used [input-truncated]
cut-off-crc.fit: record 1: error: the FIT file is cut off at byte 3549 of 3550; what came before the break was used [input-truncated]
undefined.fit: record 1: error: damaged FIT file: the message at byte 76 is of a kind (11) that was not defined before [fit-corrupt]
definition-odd.fit: record 1: error: damaged FIT file: the definition at byte 76 makes no sense [fit-corrupt]
size-zero.fit: record 1: error: the FIT file was never completed; it breaks off at byte 3550; what came before the break was used [input-truncated]
size-small.fit: record 1: error: damaged FIT file: the message at byte 1001 goes beyond the end of the data [fit-corrupt]
size-large.fit: record 1: error: the FIT file is cut off at byte 3550 of 100016; what came before the break was used [input-truncated]
garbage-behind.fit: record 1: error: damaged FIT file: the bytes from byte 3550 on are no FIT file [fit-corrupt]'
    fit cut-off-early no-magic magic-only
    run_tallypost check cut-off-early.fit no-magic.fit magic-only.fit --as-of 2026-06-01
    expect_status 1
    expect_err 'cut-off-early.fit: error: the FIT file is cut off at byte 20 of 3550; what came before the break was used [input-truncated]
no-magic.fit: error: damaged FIT file: it does not begin as a FIT file does [fit-corrupt]
magic-only.fit: error: damaged FIT file: it does not begin as a FIT file does [fit-corrupt]'
}

@test "a damaged row can be let through by a rule" {
    fit crc-wrong
    run_tallypost convert crc-wrong.fit --to csv --bib 7 --as-of 2026-06-01 --rule fit-corrupt=warning --quiet
    expect_status 0
    expect_out_has '2026-05-02,5000 m,42 m,30:00,,running'
}

@test "more sessions than are read are told" {
    fit sessions-70
    run_tallypost check sessions-70.fit --bib 7 --as-of 2026-06-01 --rule day-count-high=off
    expect_status 1
    expect_out_has '64 rows: 64 accepted'
    expect_err 'sessions-70.fit: error: more than 64 sessions in a FIT file, or 10,000 in all; the rest was left out [input-too-large]'
}

@test "the same bytes come out whatever the number of jobs" {
    fit run chain multisport laps settings cut-off
    run_tallypost convert ./*.fit --all --to ndjson --bib 7 --as-of 2026-06-01 --jobs 1 --quiet
    cp "$OUT" one
    run_tallypost convert ./*.fit --all --to ndjson --bib 7 --as-of 2026-06-01 --jobs 4 --quiet
    cmp "$OUT" one
}
