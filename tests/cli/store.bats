#!/usr/bin/env bats
# The way of the activities: store, pack, post, receipts, undo, report; with a stand-in for RunSignup on this computer.

load helper

rows() {
    cat <<END
Bib,Date,Distance,Time,Type
0042,2026-05-02,3.1,31:00,run
7,2026-05-02,4.2,44:00,run
42,2026-05-03,26.3,4:12:00,run
9,2026-05-03,2,22:00,run
END
}

# prepare [LINE OF THE EVENT FILE...]: rows.csv, event.ini, and the rows in race.db.
prepare() {
    rows >rows.csv
    printf '%s\n' '[event]' 'name = E' 'race_id = 1' 'event_id = 2' 'tally_unit = mi' 'distance_unit = mi' "$@" >event.ini
    import rows.csv
}

import() {
    run_tallypost import "$@" --event event.ini --store race.db --as-of 2026-06-01 --quiet
}

payload() {
    run_tallypost payload --store race.db --as-of 2026-06-02 "$@"
}

receipts() {
    run_tallypost receipts --store race.db --as-of 2026-06-03 "$@"
}

ask() { # SQL
    python3 -c 'import sqlite3, sys
for row in sqlite3.connect("race.db").execute(sys.argv[1]): print(*row)' "$1"
}

# answers STEP...: starts the stand-in, and says what it is to do with the next calls (tests/cli/stand_in.py).
answers() {
    unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY RSU_AUTH RSU_ACCESS_TOKEN
    export RSU_API_KEY=key123 RSU_API_SECRET=secret456 RSU_PAUSE=0 RSU_BACKOFF=0 RSU_SETTLE=0
    mkdir -p net
    echo "$*" >net/steps
    [ ! -f net/port ] || return 0
    python3 "$BATS_TEST_DIRNAME/stand_in.py" net >/dev/null 2>&1 3>&- &
    echo $! >net/pid
    for _ in $(seq 400); do
        [ -s net/port ] && break
        sleep 0.05
    done
    RSU_BASE_URL=http://127.0.0.1:$(cat net/port)
    export RSU_BASE_URL
}

teardown() {
    [ ! -f net/pid ] || kill "$(cat net/pid)"
}

post() {
    status=0
    out=$(sh pack/post.sh "$@" 2>post.err) || status=$?
}

held() { # what the stand-in has: bib, day, mm
    python3 -c 'import json
for who, rows in sorted(json.load(open("net/held.json")).items()):
    for row in rows: print(who.split()[-1], row["tally_split_date"], row["result_split_tally_value"])'
}

@test "payload --store packs what is not yet posted, once" {
    prepare
    payload --out pack
    expect_status 0
    expect_out 'pack: pack 1 of race.db: 4 activities in 3 requests, values in miles
next: sh pack/post.sh --dry-run shows what would be sent; pack/README.txt tells the rest'
    same requests '0001-bib-42.json
0002-bib-7.json
0003-bib-9.json' "$(ls pack/requests)"
    expect_file pack/requests/0001-bib-42.json '{"activities":[{"tally_split_date":"2026-05-02","result_split_tally_value":3.1,"submitted_time_in_ms":1860000,"validated_pace":"T"},{"tally_split_date":"2026-05-03","result_split_tally_value":26.3,"submitted_time_in_ms":15120000,"validated_pace":"T"}]}'
    payload --out pack2
    expect_status 0
    expect_out 'race.db: nothing to pack: each of the 4 activities is in a request already
next: tallypost report --store race.db says where they stand'
    [ ! -e pack2 ]
    same modes '600 700 700' "$(stat -c %a race.db pack pack/requests | tr '\n' ' ' | sed 's/ $//')"
    same 'for others' '' "$(find pack -perm /077)"
}

@test "inputs and a store are not packed together" {
    rows >rows.csv
    run_tallypost payload rows.csv --store race.db --out pack
    expect_status 2
    expect_err 'tallypost: payload takes inputs or --store, not both; to keep books of what is posted, first tallypost import rows.csv --store race.db, then tallypost payload --store race.db --out DIR'
    run_tallypost payload --store race.db --out pack
    expect_status 4
    expect_err 'race.db: there is no such store; tallypost import makes one'
}

@test "per request, and no event file needed for what the import said" {
    prepare
    payload --out pack --per-request 1
    expect_status 0
    expect_out_has '4 activities in 4 requests'
    same place '42 0 0
42 1 0' "$(ask "SELECT ltrim(bib_num, '0'), request_id - 1, place FROM request JOIN request_activity USING (request_id) WHERE request_id < 3")"
}

@test "several events by the event map of the roster" {
    printf 'Registration ID,Bib,Status,Event\n901,42,Active,Harbor 10K\n902,7,Active,Inland\n903,9,Active,Harbor 10K\n' >roster.csv
    prepare 'roster = roster.csv' '[event-map]' '77 = Inland'
    payload --out pack
    expect_status 0
    same events 'race_id=1&event_id=2&registration_id=901&format=json
race_id=1&event_id=77&registration_id=902&format=json
race_id=1&event_id=2&registration_id=903&format=json' "$(sed -n 's/.*"query_string":"\([^"]*\)".*/\1/p' pack/manifest.json)"
    same 'in the store' '2 901
77 902
2 903' "$(ask 'SELECT event_id, registration_id FROM request ORDER BY request_id')"
}

@test "an elevation gain is made up only where the type requires one, and that is told" {
    printf '[{"virtual_race_activity_type_id": 41, "activity_type_text": "run", "standard_activity_type": 1, "elevation_gain_entry_type": 3}]' >types.json
    prepare 'types = types.json'
    expect_status 1
    [ ! -e race.db ] || same stored 0 "$(ask 'SELECT count(*) FROM activity')"
    import rows.csv --rule elevation-required=warning
    expect_status 0
    payload --event event.ini --out pack
    expect_status 0
    expect_out_has 'pack: 4 without an elevation gain are sent with 0, because their type requires one'
    grep -q '"split_elevation_gain_in_mm":0,' pack/requests/0002-bib-7.json
}

@test "batches of different races, or units, are not mixed" {
    prepare
    sed -i 's/race_id = 1/race_id = 8/' event.ini
    printf 'Bib,Date,Distance,Time,Type\n5,2026-05-02,3.1,31:00,run\n' >more.csv
    import more.csv
    payload --out pack
    expect_status 2
    expect_err 'race.db: batch 2 was imported for race 8, but this pack is for race 1; keep a store for each race, or give the --event FILE that the batch was imported with'
    [ ! -e pack ]
}

@test "posted, with the answers taken in: sent; read back: confirmed" {
    prepare
    payload --out pack --quiet
    answers
    post
    [ "$status" -eq 0 ]
    receipts pack
    expect_status 0
    expect_err ''
    expect_out "race.db: 3 new answers; requests: 0 confirmed, 3 sent, 0 refused, 0 unknown, 0 ready
next: sh $PWD/pack/post.sh --read-back
then: tallypost receipts --store race.db $PWD/pack"
    same numbers '1 2' "$(ask "SELECT tally_split_num FROM activity WHERE bib_num LIKE '%42' ORDER BY tally_split_date" | tr '\n' ' ' | sed 's/ $//')"
    post --read-back
    same said "RunSignup has 4 activities of 3 participants; they are in read-back/
Next: tallypost receipts --store RACE.db $PWD/pack" "$out"
    receipts pack
    expect_status 0
    expect_out 'race.db: 0 new answers; requests: 3 confirmed, 0 sent, 0 refused, 0 unknown, 0 ready
race.db: read back of 3 participants: 4 confirmed, 0 missing, 0 extra, 0 different
next: nothing; all that is stored is on RunSignup'
    import rows.csv
    expect_out 'race.db: 0 activities added, 4 were there already (4 posted)' || expect_status 0
    run_tallypost check rows.csv --event event.ini --as-of 2026-06-01 --quiet
    run_tallypost import rows.csv --event event.ini --store race.db --as-of 2026-06-01 --verbose
    expect_err_has 'rows.csv:2: info: already posted to RunSignup; in the store from batch 1, rows.csv:2 [already-posted]'
}

@test "refused, unknown, half kept, answers of other kinds: settled by reading back, and posted once" {
    prepare
    payload --out pack --quiet --per-request 1
    answers v2 drop xml lost
    post
    [ "$status" -eq 1 ]
    receipts pack
    expect_status 1
    expect_err "pack/responses/0001-bib-42.json: error: refused (HTTP status 400, error 11, Activity date is not in the event); 1 activity was not posted
pack/requests/0002-bib-42.json: error: nobody knows whether its 1 activity was posted: curl: (52) Empty reply from server
pack/requests/0003-bib-7.json: error: nobody knows whether its 1 activity was posted: the answer is XML or HTML, which is not taken in: only format=json says which rows are there
pack/requests/0004-bib-9.json: error: nobody knows whether its 1 activity was posted: curl: (52) Empty reply from server"
    expect_out "race.db: 4 new answers; requests: 0 confirmed, 0 sent, 1 refused, 3 unknown, 0 ready
next: sh $PWD/pack/post.sh --read-back --unknown
then: tallypost receipts --store race.db $PWD/pack"
    payload --out too-early
    expect_status 0
    expect_out_has 'pack 2 of race.db: 1 activity in 1 request' '3 more may have been posted already and are not packed again'
    run_tallypost undo --store race.db too-early
    expect_status 0
    answers
    post --read-back --unknown
    receipts pack
    expect_status 1
    expect_err 'pack/read-back/0004-bib-9.page-1.json: warning: the activity of 2026-05-03 is not on RunSignup; it can be packed again'
    expect_out 'race.db: 0 new answers; requests: 2 confirmed, 0 sent, 2 refused, 0 unknown, 0 ready
race.db: read back of 3 participants: 2 confirmed, 1 missing, 0 extra, 0 different
next: tallypost payload --store race.db --out DIR'
    mv pack old
    payload --out pack --quiet
    post
    same held '42 2026-05-02 4988966
42 2026-05-03 42325747
7 2026-05-02 6759245
9 2026-05-03 3218688' "$(held | sort)"
}

@test "fewer numbers than rows: which are there is asked, not guessed" {
    prepare
    payload --out pack --quiet
    answers fewer
    post --limit 1
    receipts pack
    expect_status 1
    expect_err 'pack/requests/0001-bib-42.json: error: nobody knows whether its 2 activities were posted: 2 activities were sent, but the answer has 1 numbers: which of them are there is not said'
    receipts pack/responses/0001-bib-42.json
    expect_status 1
    expect_out_has '0 new answers'
    post --read-back --unknown
    receipts pack/read-back/0001-bib-42.page-1.json
    expect_out_has 'requests: 1 confirmed, 0 sent, 0 refused, 0 unknown, 2 ready' '2 confirmed, 0 missing'
    receipts pack/responses
    expect_status 0
    mkdir pack/mine # no page of the pack's
    printf '{"activities":[]}' >pack/mine/x.json
    receipts pack/mine/x.json
    expect_err_has 'pack/mine/x.json: does not say whose activities these are'
}

@test "what RunSignup has besides, otherwise, and no more" {
    prepare
    payload --out pack --quiet
    answers
    post
    receipts pack
    mkdir saved
    cat >saved/bib-42.json <<END
{"activities":[
{"tally_split_num":1,"tally_split_date":"2026-05-02","result_split_tally_value":3100,"submitted_time_in_ms":1860000},
{"tally_split_num":5,"tally_split_date":"2026-05-09","result_split_tally_value":1000000,"submitted_time_in_ms":300000}]}
END
    receipts saved/bib-42.json
    expect_status 2
    expect_err 'saved/bib-42.json: does not say whose activities these are; give --registration-id or --bib, or name the file like answer-bib-42.json'
    receipts saved/bib-42.json --bib 42
    expect_status 1
    expect_err 'saved/bib-42.json: error: number 1 of 2026-05-02: RunSignup has 3100 mm (0.001926 mi), we have 4988966 mm (3.1 mi)
saved/bib-42.json: warning: number 2 of 2026-05-03 is not on RunSignup any more
saved/bib-42.json: warning: number 5 of 2026-05-09, 1000000 mm (0.621371 mi), is on RunSignup and not ours'
    expect_out_has '0 confirmed, 1 missing, 1 extra, 1 different' 'stop: RunSignup has other values than were sent'
    printf 'Bib,Date,Distance,Time,Type\n42,2026-05-20,3.1,31:00,run\n' >other.csv
    sed 's/event_id = 2/event_id = 3/' event.ini >other.ini
    run_tallypost import other.csv --event other.ini --store race.db --as-of 2026-06-01 --quiet
    receipts saved/bib-42.json --bib 42
    expect_status 2
    expect_err_has 'of several events'
    receipts rows.csv
    expect_status 2
    expect_err 'rows.csv: is no answer of GET vr-activities; save it again, with format=json (it is no JSON, or only a piece of it)'
    printf '<xml/>' >x-bib-42.json
    receipts x-bib-42.json
    expect_err 'x-bib-42.json: is XML or HTML; save the answer of GET vr-activities again, with format=json'
    : >x-bib-42.json
    receipts x-bib-42.json
    expect_err 'x-bib-42.json: is empty; save the answer again'
}

@test "a page that may not be the last calls nothing missing; one from before the sending neither" {
    prepare
    payload --out pack --quiet
    answers drop
    post --limit 1
    receipts pack
    python3 -c 'import json
print(json.dumps({"activities": [{"tally_split_num": i, "tally_split_date": "2026-05-01", "result_split_tally_value": 1000 * i,
      "submitted_time_in_ms": 1} for i in range(100, 110)]}))' >a-bib-42.json
    receipts a-bib-42.json
    expect_out_has '0 missing, 10 extra' 'there may be more pages'
    printf '{"activities":[]}' >b-bib-42.json
    touch -d 2026-01-01 b-bib-42.json
    receipts b-bib-42.json
    expect_out_has '0 missing' '1 unknown'
    touch -r pack/responses/0001-bib-42.unknown b-bib-42.json # nobody knows which was first
    receipts b-bib-42.json
    expect_out_has '0 missing' '1 unknown'
    touch b-bib-42.json
    receipts b-bib-42.json
    expect_out_has '2 missing' '0 unknown'
}

@test "undo takes back what is not posted, and lists the calls for the rest" {
    prepare
    printf 'Bib,Date,Distance,Time,Type\n5,2026-05-02,3.1,31:00,run\n' >more.csv
    import more.csv
    run_tallypost undo --store race.db 2
    expect_status 0
    expect_out 'race.db: batch 2 (more.csv): taken back, 1 activity removed'
    run_tallypost undo --store race.db 2
    expect_out 'race.db: batch 2 (more.csv): was taken back before; nothing to do'
    run_tallypost undo --store race.db 9
    expect_status 2
    expect_err 'race.db: there is no batch 9; the last one is 2; tallypost report --store race.db lists them'
    payload --out pack --quiet
    answers ok drop
    post --limit 2
    receipts pack
    run_tallypost undo --store race.db 1 --out calls
    expect_status 1
    expect_out "race.db: batch 1 (rows.csv): 0 of 4 activities removed, 4 stay
  1 is in pack 1, which is not sent: tallypost undo --store race.db pack-1 takes it back ($PWD/pack)
  1 may have been posted: tallypost report --store race.db says how to find out
  2 are on RunSignup: tallypost undo --store race.db 1 --out FILE lists the calls that would delete them
calls: 2 DELETE calls, never run by tallypost; your key goes with each as in post.sh
calls: 1 more may be on RunSignup under numbers that are not known yet; read them back first"
    expect_file calls 'DELETE https://runsignup.com/rest/v2/vr-activities.json?race_id=1&event_id=2&bib_num=0042&tally_split_num=1&format=json
DELETE https://runsignup.com/rest/v2/vr-activities.json?race_id=1&event_id=2&bib_num=0042&tally_split_num=2&format=json'
    same mode 600 "$(stat -c %a calls)"
    run_tallypost undo --store race.db pack
    expect_status 0
    expect_out "race.db: pack 1 taken back: 1 activity in 1 request can be packed again; its folder $PWD/pack is of no use any more"
    post
    [ "$status" -eq 2 ]
    same refusal 'post.sh: this pack was taken back with tallypost undo; nothing was sent' "$(cat post.err)"
    run_tallypost undo --store race.db 1
    expect_out_has '1 of 4 activities removed, 3 stay'
}

@test "a pack is taken back only when nobody can have sent it" {
    prepare
    payload --out pack --quiet
    mkdir -p pack/responses
    : >pack/responses/0002-bib-7.sending
    run_tallypost undo --store race.db pack
    expect_status 2
    expect_err "$PWD/pack: some of it was sent (requests/0002-bib-7.json); first take in the answers: tallypost receipts --store race.db $PWD/pack"
    rm -r pack/responses
    mkdir pack/post.lock
    run_tallypost undo --store race.db pack
    expect_status 2
    expect_err_has 'post.sh is at work in this folder'
    rmdir pack/post.lock
    mv pack moved
    run_tallypost undo --store race.db pack-1
    expect_status 2
    expect_err_has 'pack 1: its folder' '--not-posted'
    run_tallypost undo --store race.db moved
    expect_status 0
    [ -f moved/taken-back ]
    payload --out pack --quiet
    rm -r pack
    run_tallypost undo --store race.db pack-2 --not-posted
    expect_status 0
    payload --out again
    expect_out_has '4 activities in 3 requests'
}

@test "a pack whose making was interrupted is put in place by the next command" {
    prepare
    payload --out pack --quiet
    mv pack pack.part-abcdef
    ask "SELECT 1" >/dev/null
    python3 -c 'import os, sqlite3; s = sqlite3.connect("race.db")
s.execute("UPDATE pack SET temporary = ?", (os.getcwd() + "/pack.part-abcdef",)); s.commit()'
    run_tallypost report --store race.db
    expect_out_has 'its making was interrupted' 'next: tallypost payload --store race.db --out DIR finishes a pack'
    sh pack.part-abcdef/post.sh --dry-run 2>err && return 1
    expect_file err 'post.sh: this pack is not finished: its making was interrupted. Nothing was sent; give the tallypost command again'
    payload --out other
    expect_status 0
    expect_out_has "pack 1 was interrupted; it is whole, and now in $PWD/pack" 'nothing to pack'
    [ -f pack/manifest.json ]
}

@test "an undo of a pack that was interrupted is finished by the next command" {
    prepare
    payload --out pack --quiet
    : >pack/taken-back
    payload --out other
    expect_status 0
    expect_out_has 'the undo of pack 1 was interrupted; it is done now' 'other: pack 2 of race.db: 4 activities in 3 requests'
}

@test "a row that was changed is refused and shown, one that moved is not" {
    prepare
    sed -i 's/^7,2026-05-02,4.2/7,2026-05-02,4.6/' rows.csv
    run_tallypost import rows.csv --event event.ini --store race.db --as-of 2026-06-01 --report json=r.json
    expect_status 1
    expect_err_has 'rows.csv:3: error: changed since it was imported: it was 4.2 mi in 44:00, batch 1; the store keeps the old one [row-changed]'
    expect_out_has 'race.db: 0 activities added, 3 were there already, 1 changed since an earlier import'
    rows | sed '1a 9,2026-05-02,5,51:00,run' >rows.csv
    import rows.csv
    expect_status 0
    same stored 5 "$(ask 'SELECT count(*) FROM activity')"
}

@test "mended rejects: the report tells cured, new and still open of the import they came from" {
    prepare
    printf 'Bib,Date,Distance,Time,Type\n5,2026-05-02,3.1,x,run\n5,2026-13-03,3.1,31:00,run\n5,2026-05-04,y,31:00,run\n5,2026-05-05,3.1,31:00,run\n' >more.csv
    import more.csv --rejects bad.csv
    expect_status 1
    sed -i 's/,x,run/,31:30,run/; s/,31:00,run,3,/,DNF,run,3,/' bad.csv
    import bad.csv
    expect_status 1
    run_tallypost report --store race.db --report text --report json=r.json
    expect_status 0
    expect_out_has '  batch 2 of 2026-06-01, more.csv: 1 activity of 4 rows added, 3 rejected
    of the rejected rows 1 cured by a later import, 2 still open (1 with a new problem)'
    same json '1 2 1' "$(json r.json '"%d %d %d" % tuple(d["batches"][1][k] for k in ("rejected_cured", "rejected_open", "rejected_new"))')"
    run_tallypost undo --store race.db 3
    run_tallypost report --store race.db
    expect_out_has 'of the rejected rows 3 still open'
}

@test "the report, to be read out" {
    prepare
    payload --out pack --quiet
    answers ok v1 drop
    post
    receipts pack
    run_tallypost report --store race.db
    expect_status 0
    expect_err ''
    expect_out "race.db: 4 activities

Imports
  batch 1 of 2026-06-01, rows.csv: 4 activities of 4 rows added
    now 2 sent, 1 unknown, 1 not packed yet

Packs
  pack 1 in $PWD/pack: 3 requests, values in mi: 1 sent, 1 refused, 1 unknown

Where they stand
  2 sent: RunSignup gave them numbers; not confirmed by reading back
  1 unknown: it was sent, and no clear answer came; it is not packed again until it was read back
  1 not packed yet
  1 of these was in a request that RunSignup refused or did not keep

Participants: 3, 1 of them need a look, they come first
  bib 9: 1 unknown
  bib 7: 1 not packed yet
  bib 42: 2 sent

next: sh $PWD/pack/post.sh --read-back --unknown
then: tallypost receipts --store race.db $PWD/pack"
    cp race.db before.db
    run_tallypost report --store race.db --report json=r.json
    cmp race.db before.db
    same json "4 1 1 2 1 ['next: sh $PWD/pack/post.sh --read-back --unknown', 'then: tallypost receipts --store race.db $PWD/pack']" \
        "$(json r.json 'd["activities"]["stored"], d["activities"]["unposted"], d["requests"]["unknown"], d["participants"][2]["activities"]["sent"], len(d["batches"]), d["next"]' | tr -d '()' | sed 's/, /\ /g; s/ .then/, '"'"'then/')"
}

@test "report opens a store that cannot be written" {
    prepare
    chmod 400 race.db
    run_tallypost report --store race.db
    expect_status 0
    expect_out_has 'race.db: 4 activities'
    run_tallypost report --store rows.csv
    expect_status 4
    expect_err_has 'rows.csv: not a store'
    run_tallypost report --store race.db --report html=r.html
    expect_status 2
    expect_err 'tallypost: --report html: the report over a store is text or json'
}

@test "another process has the store: a line, and nothing is changed" {
    prepare
    python3 -c 'import sqlite3, time; s = sqlite3.connect("race.db"); s.execute("BEGIN IMMEDIATE"); open("locked", "w").close(); time.sleep(20)' 3>&- &
    holder=$!
    for _ in $(seq 200); do
        [ -e locked ] && break
        sleep 0.05
    done
    payload --out pack
    kill $holder
    expect_status 4
    expect_err 'race.db: another process is using the store; nothing was changed, try again when it is done'
    [ ! -e pack ]
}

@test "a probe says which unit RunSignup takes" {
    rows >rows.csv
    printf '%s\n' '[event]' 'race_id = 1' 'event_id = 2' 'distance_unit = mi' >event.ini
    import rows.csv
    answers
    echo km >net/unit
    payload --probe --out pack
    expect_status 0
    expect_out 'pack: pack 1 of race.db: 1 activity in 1 request, values in miles
pack: one activity, to find out in which unit RunSignup takes values
next: sh pack/post.sh; then sh pack/post.sh --read-back
then: tallypost receipts --store race.db pack says which unit it is'
    receipts pack
    expect_status 1
    expect_out_has 'pack: the activity was not read back yet'
    post
    post --read-back
    receipts pack
    expect_status 1
    expect_out_has 'pack: the value 2 came back as 2000000 mm: RunSignup takes values in kilometres' \
        'it was posted in miles, so number 1 is wrong on RunSignup; delete it there' \
        'next: tally_unit = km in the event file, or --tally-unit km'
    run_tallypost receipts pack
    expect_status 1
    expect_out_has 'RunSignup takes values in kilometres'
    # deleted there, it can be posted again, in the right unit
    printf '{"activities":[]}' >pack/read-back/0001-bib-9.page-1.json
    receipts pack
    payload --out good --tally-unit km
    expect_out_has '4 activities in 3 requests, values in kilometres'
}
