#!/usr/bin/env bats
# post.sh of a pack, against a stand-in for RunSignup on this computer.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    export LC_ALL=C TZ=UTC
    SOURCE=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    cat >event.ini <<END
[event]
name = Spring Mileage Challenge
race_id = 90457
event_id = 1142660
first_day = 2026-05-01
last_day = 2026-09-30
tally_unit = mi
distance_unit = mi
[type run]
id = 41
END
    cat >rows.csv <<END
Bib,Date,Distance,Time,Type,Comment
0042,2026-05-02,3.1,31:00,run,"caf\303\251 & ""friends"", 100%+1"
7,2026-05-02,4.2,44:00,run,
42,2026-05-03,26.3,4:12:00,run,
9,2026-05-03,2,22:00,run,
11,2026-05-03,2.5,27:00,run,
12,2026-05-03,2.6,29:00,run,
13,2026-05-03,2.7,31:00,run,
END
    "${TALLYPOST:-$SOURCE/tallypost}" payload rows.csv --event event.ini --as-of 2026-05-10 --out pack --quiet
    mkdir net
    : >net/steps
    python3 "$BATS_TEST_DIRNAME/stand_in.py" net 3>&- &
    echo $! >net/pid
    for _ in $(seq 200); do
        [ -f net/port ] && return
        sleep 0.05
    done
    return 1
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/net/pid")"
}

setup() {
    export LC_ALL=C TZ=UTC
    unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
    unset RSU_AUTH RSU_ACCESS_TOKEN RSU_TIMEOUT RSU_BASE_URL
    export RSU_API_KEY=key123 RSU_API_SECRET=secret456 RSU_PAUSE=0 RSU_BACKOFF=0
    cp -R "$BATS_FILE_TMPDIR/pack" "$BATS_TEST_TMPDIR/pack"
    cd "$BATS_TEST_TMPDIR/pack" || return 1
}

# answers STEP...: what the stand-in is to do with the next calls; $calls is where it writes them down.
answers() {
    echo "$*" >"$BATS_FILE_TMPDIR/net/steps"
    calls=$BATS_FILE_TMPDIR/net/calls
    : >"$calls"
    RSU_BASE_URL=http://127.0.0.1:$(cat "$BATS_FILE_TMPDIR/net/port")
    export RSU_BASE_URL
}

# wait_for_call: until the stand-in has one.
wait_for_call() {
    for _ in $(seq 200); do
        [ -s "$calls" ] && return
        sleep 0.05
    done
    return 1
}

post() {
    OUT=$BATS_TEST_TMPDIR/out ERR=$BATS_TEST_TMPDIR/err status=0
    sh post.sh "$@" >"$OUT" 2>"$ERR" 3>&- || status=$?
    out=$(cat "$OUT")
    err=$(cat "$ERR")
}

# called COLUMN: of all calls, see stand_in.py.
called() {
    cut -f "$1" "$calls" | tr '\n' ' ' | sed 's/ $//'
}

each_called() { # COLUMN: the values that there are
    cut -f "$1" "$calls" | sort -u
}

expect_called() { # STEPS
    same calls "$1" "$(called 1)"
}

@test "shellcheck has nothing to say" {
    command -v shellcheck || skip 'shellcheck is not installed'
    shellcheck -s sh post.sh
}

@test "all is posted: keys, query and form are as documented" {
    answers
    post
    expect_status 0
    expect_err ''
    expect_out "6 of 6 requests posted, 0 refused, 0 unknown, 0 not sent
Next: keep this folder; a second pack made of the same rows would count them twice."
    same paths /rest/v2/vr-activities.json "$(each_called 4)"
    same query 'race_id=90457&event_id=1142660&bib_num=42&format=json&rsu_api_key=key123' "$(head -n 1 "$calls" | cut -f 5)"
    same bibs '42 7 9 11 12 13' "$(called 6)"
    same type application/x-www-form-urlencoded "$(each_called 7)"
    same secret secret456 "$(each_called 8)"
    same 'one at a time' 1 "$(each_called 2)"
    cmp "$BATS_FILE_TMPDIR/net/request" requests/0006-bib-13.json
    expect_file responses/0001-bib-42.json '{"tally_split_nums": [1, 2]}'
    expect_file responses/0001-bib-42.status '200 posted'
    [ ! -e post.lock ]
}

@test "nothing that has an answer is sent again" {
    answers
    post
    answers
    post
    expect_status 0
    expect_out_has '6 of 6 requests posted'
    expect_called ''
}

@test "--limit sends so many, the next run goes on" {
    answers
    post --limit 1
    cmp "$BATS_FILE_TMPDIR/net/request" requests/0001-bib-42.json
    post --limit 1
    expect_status 1
    expect_out "2 of 6 requests posted, 0 refused, 0 unknown, 4 not sent
Next: sh post.sh"
    post
    expect_status 0
    same bibs '42 7 9 11 12 13' "$(called 6)"
}

@test "--dry-run sends nothing, needs no keys, leaves nothing" {
    unset RSU_API_KEY RSU_API_SECRET
    post --dry-run
    expect_status 0
    expect_out_has "requests/0001-bib-42.json would be sent: 2 activities, $(wc -c <requests/0001-bib-42.json) bytes, \
https://runsignup.com/rest/v2/vr-activities.json?race_id=90457&event_id=1142660&bib_num=42&format=json" \
        '6 requests; nothing was sent'
    same files 'README.txt manifest.json post.sh requests' "$(echo *)"
}

@test "throttled and busy: waits and sends the same again" {
    answers throttle 429 503 ok
    post
    expect_status 0
    expect_called 'throttle 429 503 ok ok ok ok ok ok'
    same bibs '42 42 42 42 7 9 11 12 13' "$(called 6)"
    waited=$(awk 'NR == 2 { before = $3 } NR == 3 { print $3 - before }' "$calls")
    [ "$waited" -ge 1000 ] # Retry-After
}

@test "busy for ever: stops, and nothing counts as sent" {
    answers throttle throttle throttle throttle throttle throttle throttle throttle throttle throttle
    post
    expect_status 1
    expect_called 'throttle throttle throttle throttle throttle throttle throttle throttle'
    expect_out_has '0 of 6 requests posted, 0 refused, 0 unknown, 6 not sent'
    expect_err_has 'stopped: RunSignup cannot be reached or takes nothing just now'
    same responses '' "$(find responses -type f)"
}

@test "an error of the server and a broken line are unknown, and are never sent again" {
    answers 500 drop
    post
    expect_status 1
    expect_called '500 drop ok ok ok ok'
    expect_out_has '4 of 6 requests posted, 0 refused, 2 unknown, 0 not sent'
    [ -f responses/0001-bib-42.unknown ]
    [ -f responses/0002-bib-7.unknown ]
    answers
    post
    expect_status 1
    expect_called ''
    rm responses/0002-bib-7.unknown
    post
    expect_called ok
    expect_out_has '5 of 6 requests posted, 0 refused, 1 unknown, 0 not sent'
}

@test "no answer in time is unknown" {
    answers slow
    RSU_TIMEOUT=1 post --limit 1
    expect_status 1
    expect_out_has '0 of 6 requests posted, 0 refused, 1 unknown, 5 not sent'
    expect_file responses/0001-bib-42.unknown "$(sed -n 's/.*unknown (\(.*\))$/\1/p' post.log)"
}

@test "three unknown in a row: stops" {
    answers drop 500 drop
    post
    expect_status 1
    expect_called 'drop 500 drop'
    expect_out_has '3 unknown, 3 not sent'
}

@test "killed while it waits: that request is unknown" {
    answers slow
    setsid sh post.sh >/dev/null 2>&1 3>&- &
    wait_for_call
    kill -9 -- "-$(cat post.lock/pid)"
    post
    expect_status 2
    expect_err_has 'an earlier post.sh was killed' 'rm -r post.lock'
    rm -r post.lock
    post
    expect_called 'slow ok ok ok ok ok'
    expect_out_has '5 of 6 requests posted, 0 refused, 1 unknown, 0 not sent'
}

@test "refused in both forms of errors: kept, told, and the others go on" {
    answers v1 v2
    post
    expect_status 1
    expect_out_has '4 of 6 requests posted, 2 refused, 0 unknown, 0 not sent'
    expect_err_has 'requests/0001-bib-42.json: refused (HTTP status 400' 'Activity date is not in the event'
    expect_file responses/0001-bib-42.status '400 refused'
    answers
    post
    expect_called ''
}

@test "five refused in a row: stops" {
    answers v1 v1 v1 v1 v1
    post
    expect_status 1
    expect_called 'v1 v1 v1 v1 v1'
    expect_out_has '5 refused, 0 unknown, 1 not sent'
}

@test "keys that are not accepted: stops, and the request is still to be sent" {
    for step in 401 403 keys; do
        answers "$step"
        post
        expect_status 3
        expect_called "$step"
        expect_out_has '0 of 6 requests posted, 0 refused, 0 unknown, 6 not sent'
    done
}

@test "somebody else answers: stops" {
    for step in html moved; do
        answers "$step"
        post
        expect_status 1
        expect_called "$step"
        expect_out_has '1 unknown, 5 not sent'
        rm -r responses
    done
}

@test "nobody there: nothing is unknown" {
    RSU_BASE_URL=http://127.0.0.1:1 post
    expect_status 1
    expect_out_has '0 of 6 requests posted, 0 refused, 0 unknown, 6 not sent'
}

@test "a changed, a missing file, a changed manifest: named before the first call" {
    answers
    sed -i s/26.3/36.3/ requests/0001-bib-42.json
    rm requests/0003-bib-9.json
    for mode in '' --dry-run; do
        # shellcheck disable=SC2086
        post $mode
        expect_status 2
        expect_err 'post.sh: requests/0001-bib-42.json was changed after the pack was made
post.sh: requests/0003-bib-9.json is missing or cannot be read
post.sh: nothing was sent. Make the pack again, and mend your own file instead of the pack'
    done
    python3 -m json.tool manifest.json pretty.json
    mv pretty.json manifest.json
    post
    expect_status 2
    expect_err 'post.sh: manifest.json was changed or is damaged. Make the pack again; nothing was sent'
    rm manifest.json
    post
    expect_status 2
    expect_called ''
}

@test "a second post.sh refuses; the first can be told to stop" {
    answers slow
    RSU_TIMEOUT=3 sh post.sh >/dev/null 2>&1 3>&- &
    first=$!
    wait_for_call
    post
    expect_status 2
    expect_err 'post.sh: another post.sh is at work in this folder; nothing was sent by this one'
    kill "$first" # it waits for the call to end, and makes no other
    wait "$first" || true
    expect_called slow
    [ ! -e post.lock ]
    [ -f responses/0001-bib-42.unknown ]
}

@test "keys are neither in a command line nor in a file" {
    answers slow
    RSU_TIMEOUT=3 sh post.sh --limit 1 >/dev/null 2>&1 3>&- &
    first=$!
    wait_for_call
    same 'command lines' '' "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | grep -E 'key12[3]|secret45[6]')"
    same 'files now' '' "$(grep -rlE 'key123|secret456' .)"
    wait "$first" || true
    same 'files at the end' '' "$(grep -rlE 'key123|secret456' .)"
}

@test "other kinds of keys" {
    answers
    RSU_AUTH=classic post --limit 1
    RSU_AUTH=temporary post --limit 1
    RSU_AUTH=partner post --limit 1
    RSU_ACCESS_TOKEN=a.b+c/d== post --limit 1
    same keys '&api_key=key123&api_secret=secret456
&tmp_key=key123&tmp_secret=secret456
&sp_api_key=key123' "$(cut -f 5 "$calls" | sed -n 's/.*format=json\(&.*\)/\1/p')"
    same headers '- - secret456 -' "$(called 8)"
    same token '- - - Bearer a.b+c/d==' "$(called 9)"
}

@test "wrong use" {
    while IFS='|' read -r setting arguments text; do
        # shellcheck disable=SC2086
        (
            [ -z "$setting" ] || export "${setting?}"
            post $arguments
            expect_status 2
            expect_err_has "$text"
        )
    done <<'END'
|--now|what is --now?
|--limit|give --limit a number
|--limit x|give --limit a number
RSU_API_KEY=||RSU_API_KEY is not set
RSU_API_SECRET=a b||RSU_API_SECRET has a character that no key has
RSU_AUTH=magic||RSU_AUTH is magic
RSU_BASE_URL=http://example.org||RSU_BASE_URL must begin with https://
RSU_PAUSE=x||RSU_PAUSE is no number
RSU_TIMEOUT=x||RSU_TIMEOUT is no whole number
END
    [ ! -e responses ] && [ ! -e post.log ]
}

@test "--help, and shellcheck has nothing to say" {
    post --help
    expect_status 0
    expect_out_has 'sh post.sh --limit N' 'RSU_API_KEY and RSU_API_SECRET'
    command -v shellcheck >/dev/null || skip 'shellcheck is not here'
    shellcheck -s sh post.sh
}
