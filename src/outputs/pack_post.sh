#!/bin/sh
# Posts the requests of this folder to RunSignup, one at a time. Needs curl.
#
#   sh post.sh --dry-run    show what would be sent; needs no keys
#   sh post.sh --limit N    send at most N requests, then stop
#   sh post.sh              send all that have no answer yet
#   sh post.sh --read-back  ask what RunSignup has of the participants to whom something was sent; sends nothing.
#                           With --unknown: only of those whose requests had no clear answer
#   sh post.sh --help       this text
#
# Keys are taken from the environment only, and are never written to a file or shown in the list of processes:
#
#   RSU_API_KEY and RSU_API_SECRET     your key and secret
#   RSU_ACCESS_TOKEN                   instead: an OAuth access token
#   RSU_AUTH                           what kind of key it is: rsu (the default; rsu_api_key and the header
#                                      X-RSU-API-SECRET), partner (sp_api_key and the same header), classic (api_key
#                                      and api_secret) or temporary (tmp_key and tmp_secret)
#
# Also read: RSU_PAUSE (seconds between calls), RSU_BACKOFF (seconds to wait first when RunSignup is busy; doubled each
# time), RSU_TIMEOUT (seconds for one call), RSU_SETTLE (seconds to let pass between a request without an answer and
# reading back), RSU_BASE_URL (instead of https://runsignup.com).
#
# For each request NAME in requests/ there appears in responses/
#
#   NAME.json and NAME.status   the answer, and its HTTP status with "posted", "unclear" (not each activity got its
#                               number) or "refused". It is not sent again
#   NAME.unknown                it was sent, and no clear answer came. It may have been posted, so it is not sent again
#   NAME.sending                it is being sent just now
#
# and in read-back/ NAME.page-1.json and so on, what RunSignup has. In post.log there is one line a call. Exit: 0 everything is posted · 1 something is not · 2 wrong use, or a file of the
# folder was changed · 3 the keys are not accepted · 4 cannot read or write here.
set -u
set +x # keys would show
umask 077
LC_ALL=C
export LC_ALL
unset CDPATH

lock=post.lock
most_tries=8   # of one request while RunSignup is busy
most_unknown=3 # in a row
most_refused=5 # in a row

say() {
    printf '%s\n' "post.sh: $*" >&2
}

die() { # STATUS TEXT...
    code=$1
    shift
    say "$*"
    exit "$code"
}

is_number() {
    case $1 in
    '' | *[!0-9]*) return 1 ;;
    esac
    [ "${#1}" -le 9 ]
}

# The requests, one a line: FILE QUERY ACTIVITIES BYTES CKSUM
plan() {
    sed -n 's|^{"file":"\(requests/[A-Za-z0-9_-]*\.json\)","query_string":"\([A-Za-z0-9_=&.%~-]*\)","activities":\([0-9]*\),"bytes":\([0-9]*\),"cksum":\([0-9]*\),.*|\1 \2 \3 \4 \5|p' manifest.json
}

# Every request is as it was when the pack was made, or nothing is sent.
verify() {
    [ "$mode" = back ] || [ ! -e taken-back ] || die 2 'this pack was taken back with tallypost undo; nothing was sent'
    case $(pwd -P) in
    *.part-??????) die 2 'this pack is not finished: its making was interrupted. Nothing was sent; give the tallypost command again' ;;
    esac
    [ -f manifest.json ] || die 2 'manifest.json is missing: this is no whole pack. Make it again; nothing was sent'
    total=$(sed -n 's/^,"counts":{"requests":\([0-9]*\),.*/\1/p' manifest.json)
    count=$(plan | wc -l | tr -d ' ')
    [ "$total" = "$count" ] || die 2 'manifest.json was changed or is damaged. Make the pack again; nothing was sent'
    [ "$total" -gt 0 ] || return 0
    changed=$({
        plan
        echo
        plan | sed 's/ .*//' | xargs cksum 2>/dev/null
    } | awk '
        !NF { measured = 1; next }
        !measured { want[$1] = $5 " " $4; order[++n] = $1; next }
        { found[$3] = $1 " " $2 }
        END {
            for (i = 1; i <= n; i++)
                if (!(order[i] in found))
                    print order[i] " is missing or cannot be read"
                else if (found[order[i]] != want[order[i]])
                    print order[i] " was changed after the pack was made"
        }') || exit 4
    [ -z "$changed" ] && return
    printf '%s\n' "$changed" | sed -e 's/^/post.sh: /' -e 20q >&2
    [ "$(printf '%s\n' "$changed" | wc -l)" -le 20 ] || say 'and more'
    die 2 'nothing was sent. Make the pack again, and mend your own file instead of the pack'
}

check_word() { # NAME VALUE: keys have letters and digits; anything else was copied along by mistake
    case $2 in
    '') die 2 "$1 is not set. See README.txt, step 4; nothing was sent" ;;
    *[!A-Za-z0-9._~-]*) die 2 "$1 has a character that no key has. Was it copied whole and alone? Nothing was sent" ;;
    esac
}

check_keys() {
    if [ -n "${RSU_ACCESS_TOKEN-}" ]; then
        auth=token
        case $RSU_ACCESS_TOKEN in
        *[!A-Za-z0-9._~+/=-]*) die 2 'RSU_ACCESS_TOKEN has a character that no token has; nothing was sent' ;;
        esac
        return
    fi
    auth=${RSU_AUTH:-rsu}
    case $auth in
    rsu | partner | classic | temporary) ;;
    *) die 2 "RSU_AUTH is $auth; it can be rsu, partner, classic or temporary" ;;
    esac
    check_word RSU_API_KEY "${RSU_API_KEY-}"
    check_word RSU_API_SECRET "${RSU_API_SECRET-}"
}

check_settings() {
    base=${RSU_BASE_URL:-https://runsignup.com}
    base=${base%/}
    case $base in
    *[!A-Za-z0-9.:/_~-]*) die 2 "RSU_BASE_URL is no address: $base" ;;
    https://?* | http://127.0.0.1:* | http://localhost:*) ;;
    *) die 2 "RSU_BASE_URL must begin with https://, or your keys could be read on the way" ;;
    esac
    timeout=${RSU_TIMEOUT:-120}
    backoff=${RSU_BACKOFF:-5}
    is_number "$timeout" || die 2 "RSU_TIMEOUT is no whole number of seconds: $timeout"
    settle=${RSU_SETTLE:-60}
    is_number "$settle" || die 2 "RSU_SETTLE is no whole number of seconds: $settle"
    is_number "$backoff" || die 2 "RSU_BACKOFF is no whole number of seconds: $backoff"
    pause=${RSU_PAUSE:-0.5}
    sleep 0.01 2>/dev/null || pause=${RSU_PAUSE:-1} # POSIX promises whole seconds only
    case $pause in
    *[!0-9.]* | *.*.* | .) die 2 "RSU_PAUSE is no number of seconds: $pause" ;;
    esac
    command -v curl >/dev/null 2>&1 || die 2 'curl is missing; it must be installed first'
}

# A second post.sh would send everything twice.
take_lock() {
    if mkdir "$lock" 2>/dev/null; then
        trap 'rm -rf "$lock"' EXIT
        echo $$ >"$lock/pid" || die 4 'cannot write in this folder; nothing was sent'
        return
    fi
    [ -d "$lock" ] || die 4 'cannot write in this folder; nothing was sent'
    [ -s "$lock/pid" ] || sleep 1 # it may just have been made
    owner=$(cat "$lock/pid" 2>/dev/null)
    if ! is_number "$owner" || ! kill -0 "$owner" 2>/dev/null; then
        if [ -f "$lock/undo" ]; then # tallypost undo was killed; it sends nothing
            rm -rf "$lock"
            take_lock
            return
        fi
        die 2 "an earlier post.sh was killed. If none is running on any computer, type: rm -r $lock
Then start post.sh again; it goes on where it stopped"
    fi
    die 2 'another post.sh is at work in this folder; nothing was sent by this one'
}

# One call: its HTTP status in $http (000: none), the bytes that went out in $sent, curl's exit code in $failure. All
# that curl is to do is in its standard input: there nobody sees the keys.
call() { # QUERY CONFIG-LINE
    rm -f "$lock/head" "$lock/trouble"
    : >"$lock/body" || die 4 'cannot write in this folder; nothing more was sent'
    keys='' header='Accept: application/json'
    case $auth in
    token) header="Authorization: Bearer $RSU_ACCESS_TOKEN" ;;
    rsu) keys="&rsu_api_key=$RSU_API_KEY" header="X-RSU-API-SECRET: $RSU_API_SECRET" ;;
    partner) keys="&sp_api_key=$RSU_API_KEY" header="X-RSU-API-SECRET: $RSU_API_SECRET" ;;
    classic) keys="&api_key=$RSU_API_KEY&api_secret=$RSU_API_SECRET" ;;
    temporary) keys="&tmp_key=$RSU_API_KEY&tmp_secret=$RSU_API_SECRET" ;;
    esac
    answer=$(
        curl -q --config - 2>"$lock/trouble" <<END
url = "$base/rest/v2/vr-activities.json?$1$keys"
$2
header = "$header"
header = "Expect:"
output = "$lock/body"
dump-header = "$lock/head"
write-out = "%{http_code} %{size_request}"
http1.1
silent
show-error
connect-timeout = 30
max-time = $timeout
END
    )
    failure=$?
    http=${answer%% *}
    sent=${answer##* }
    is_number "$http" || http=000
    is_number "$sent" || sent=unknown
}

has_code() { # ALTERNATIVES: the answer is an error with one of these codes (RunSignup's two forms)
    grep -Eq "\"(error_)?code\"[[:space:]]*:[[:space:]]*\"?($1)\"?[[:space:]]*[,}]" "$lock/body"
}

# How many numbers stand in tally_split_nums.
numbers_in_answer() {
    tr -d ' \t\r\n' <"$lock/body" | sed -n 's/.*"tally_split_nums":\[\([0-9,]*\)\].*/\1/p' | awk -F, '{ print NF }'
}

# What the call came to, in $verdict:
#   posted, refused   RunSignup's answer
#   unclear           taken, but the answer does not number each activity
#   busy              it was certainly not taken, and may be sent again later
#   keys, broken      it was certainly not taken, and nothing else will be
#   unknown           it may have been taken. So may one that ended in a server's error: its rows can be in already
#   odd               the same, and whoever answered is not RunSignup
judge() { # ACTIVITIES
    why="HTTP status $http"
    if [ "$failure" -ne 0 ]; then
        why=$(sed 1q "$lock/trouble" 2>/dev/null)
        judge_failure
        return
    fi
    case $http in
    401 | 403) verdict=keys ;;
    429 | 503) verdict=busy ;;
    5*) if has_code 14; then verdict=busy; else verdict=unknown; fi ;;
    2* | 4*) judge_answer "$1" ;;
    *)
        verdict=odd
        why="$why, and that is no answer of RunSignup"
        ;;
    esac
}

judge_failure() {
    verdict=unknown
    [ "$sent" = 0 ] || return
    case $failure in
    5 | 6 | 7 | 28) verdict=busy ;; # no name server, no connection, no connection in time
    *) verdict=broken ;;
    esac
}

judge_answer() { # ACTIVITIES
    if has_code 14; then
        verdict=busy
    elif has_code '6|7|13'; then
        verdict=keys
    elif [ "$http" -lt 300 ] && grep -q tally_split_nums "$lock/body"; then
        verdict=posted
        [ "$(numbers_in_answer)" = "$1" ] || verdict=unclear
    elif grep -q '"error"' "$lock/body"; then
        verdict=refused
        why="$why, $(tr '\000-\037\177' '[?*]' <"$lock/body" | cut -c 1-300)"
    else
        verdict=odd
        why="$why, and the answer is not RunSignup's"
    fi
}

# Seconds to wait: doubled each time, or what the server asks for.
wait_a_while() { # TRY
    seconds=$backoff
    doubled=1
    while [ "$doubled" -lt "$1" ] && [ "$seconds" -lt 300 ]; do
        seconds=$((seconds * 2))
        doubled=$((doubled + 1))
    done
    asked=$(sed -n 's/^[Rr][Ee][Tt][Rr][Yy]-[Aa][Ff][Tt][Ee][Rr]:[[:space:]]*\([0-9]*\)[[:space:]]*$/\1/p' "$lock/head" 2>/dev/null | tail -n 1)
    if is_number "$asked" && [ "$asked" -gt "$seconds" ]; then
        seconds=$asked
    fi
    [ "$seconds" -le 900 ] || seconds=900
    [ "$seconds" -eq 0 ] || say "waiting $seconds seconds"
    sleep "$seconds"
}

# Keeps the answer; the .json comes last, for its presence means that there is one.
keep_answer() {
    if ! echo "$http $verdict" >"$name.status" || ! mv "$lock/body" "$answered"; then
        die 4 "cannot write $answered. The request was $verdict; do not send it again"
    fi
    rm -f "$name.sending"
}

call_until_answered() { # FILE QUERY ACTIVITIES
    try=0
    while :; do
        if ! : >"$name.sending" || ! { sync "$name.sending" responses 2>/dev/null || sync; }; then # also after a power cut
            die 4 'cannot write in responses; nothing more was sent'
        fi
        call "$2" "data-urlencode = \"request@$1\""
        judge "$3"
        try=$((try + 1))
        printf '%s %s %s %s (%s)\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$http" "$verdict" "$why" >>post.log
        [ "$verdict" = busy ] || return
        rm -f "$name.sending" # it was not taken
        [ -z "$stop" ] || return
        say "$1: not taken yet ($why)"
        [ "$try" -lt "$most_tries" ] || return
        wait_a_while "$try"
        [ -z "$stop" ] || return
    done
}

stop_because() {
    [ -n "$stop" ] || stop=$*
}

post() { # FILE QUERY ACTIVITIES
    [ "$calls" -eq 0 ] || sleep "$pause"
    [ -z "$stop" ] || return
    calls=$((calls + 1))
    call_until_answered "$@"
    case $verdict in
    posted | unclear)
        keep_answer
        [ "$verdict" = posted ] || say "$1: $3 activities were sent, but the answer does not number so many; see $answered"
        unknown_row=0 refused_row=0
        ;;
    refused)
        keep_answer
        say "$1: refused ($why)"
        unknown_row=0 refused_row=$((refused_row + 1))
        [ "$refused_row" -lt "$most_refused" ] || stop_because "$refused_row requests in a row were refused; see $answered"
        ;;
    busy) stop_because "RunSignup cannot be reached or takes nothing just now ($why). Start post.sh again later" ;;
    keys)
        rm -f "$name.sending"
        exit_code=3
        stop_because "RunSignup does not accept the keys for this event ($why); nothing was posted by this call. Check them, README.txt step 4"
        ;;
    broken)
        rm -f "$name.sending"
        exit_code=4
        stop_because "curl cannot do its work ($why)"
        ;;
    unknown | odd) post_is_unknown "$1" ;;
    esac
}

post_is_unknown() { # FILE
    printf '%s\n' "$why" >"$name.sending"
    mv "$name.sending" "$name.unknown" || die 4 "cannot write $name.unknown; $1 may have been posted"
    say "$1: unknown whether it was posted ($why)"
    unknown_row=$((unknown_row + 1))
    [ "$verdict" = unknown ] || stop_because "$why"
    if [ "$unknown_row" -ge "$most_unknown" ]; then
        stop_because "$unknown_row requests in a row had no clear answer"
    elif [ -z "$stop" ]; then
        wait_a_while "$unknown_row"
    fi
}

# What belongs to a request in responses/.
name_answer() { # FILE
    name=${1#requests/}
    name=responses/${name%.json}
    answered=$name.json
}

# Where the request stands, in $state: posted, refused, unknown or open.
look_at() {
    state=open
    if [ -f "$answered" ]; then
        state=
        [ ! -f "$name.status" ] || read -r http state <"$name.status"
        [ -n "$state" ] || ! grep -q tally_split_nums "$answered" || state=posted
        case $state in
        posted | unclear) ;;
        *) state=refused ;;
        esac
    elif [ -f "$name.unknown" ]; then
        state=unknown
    elif [ -f "$name.sending" ]; then # post.sh was killed while it waited for the answer
        mv "$name.sending" "$name.unknown" || die 4 'cannot write in responses; nothing more was sent'
        state=unknown
    fi
}

dry_run() {
    plan | while read -r file query activities bytes _; do
        name_answer "$file"
        standing='would be sent'
        if [ -f "$answered" ]; then
            standing='has its answer, is not sent again'
        elif [ -f "$name.unknown" ] || [ -f "$name.sending" ]; then
            standing='is unknown, is not sent again'
        fi
        [ "$activities" -eq 1 ] && activities='1 activity' || activities="$activities activities"
        printf '%s %s: %s, %s bytes, %s/rest/v2/vr-activities.json?%s\n' \
            "$file" "$standing" "$activities" "$bytes" "$base" "$query"
    done
    printf '%s requests; nothing was sent\n' "$total"
}

post_all() {
    plan >"$lock/plan" || die 4 'cannot write in this folder; nothing was sent'
    posted=0 refused=0 unknown=0 open=0 calls=0 unknown_row=0 refused_row=0
    while read -r file query activities _; do
        name_answer "$file"
        look_at
        if [ "$state" = open ] && [ -z "$stop" ] && { [ -z "$limit" ] || [ "$calls" -lt "$limit" ]; }; then
            post "$file" "$query" "$activities"
            look_at
        fi
        case $state in
        posted) posted=$((posted + 1)) ;;
        refused) refused=$((refused + 1)) ;;
        unknown | unclear) unknown=$((unknown + 1)) ;;
        *) open=$((open + 1)) ;;
        esac
    done <"$lock/plan"
}

# ---- what RunSignup has ----

# How many activities are in the page.
rows_in_page() {
    tr ',' '\n' <"$lock/body" | grep -c '"tally_split_num"[[:space:]]*:'
}

# Fetches a page, again while RunSignup is busy.
fetch() { # QUERY
    try=0
    while :; do
        [ "$calls" -eq 0 ] || sleep "$pause"
        calls=$((calls + 1))
        call "$1" get
        why="HTTP status $http"
        [ "$failure" -eq 0 ] || why=$(sed 1q "$lock/trouble" 2>/dev/null)
        printf '%s read back %s (%s)\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$http" "$why" >>post.log
        case $http in
        401 | 403) die 3 "RunSignup does not accept the keys for this event ($why). Check them, README.txt step 4" ;;
        200)
            ! has_code '6|7|13' || die 3 'RunSignup does not accept the keys for this event. Check them, README.txt step 4'
            [ "$failure" -ne 0 ] || ! grep -q '"activities"' "$lock/body" || return 0
            ;;
        esac
        try=$((try + 1))
        [ -z "$stop" ] || die 1 "stopped: $stop"
        if [ "$try" -ge "$most_tries" ] || { [ "$failure" -eq 0 ] && ! is_passing; }; then
            die 1 "cannot read back what RunSignup has ($why). Start it again later"
        fi
        wait_a_while "$try"
    done
}

# Whether the trouble is one that passes.
is_passing() {
    case $http in
    429 | 5??) return 0 ;;
    esac
    has_code 14
}

read_participant() { # QUERY
    rm -f "$back".page-*.json
    page=1 rows=100
    while [ "$rows" -ge 100 ] && [ "$page" -le 1000 ]; do
        fetch "$1&page=$page&num=100"
        rows=$(rows_in_page)
        activities_read=$((activities_read + rows))
        mv "$lock/body" "$back.page-$page.json" || die 4 "cannot write $back.page-$page.json"
        page=$((page + 1))
    done
}

# What was sent lately may still be on its way.
let_settle() {
    [ "$settle" -gt 0 ] || return 0
    fresh=$(find responses -name '*.unknown' -mmin -2 2>/dev/null | sed 1q)
    [ -n "$fresh" ] || return 0
    say "waiting $settle seconds, so that what is still on its way arrives"
    sleep "$settle"
}

read_back() {
    mkdir -p responses read-back || die 4 'cannot write in this folder'
    plan >"$lock/plan" || die 4 'cannot write in this folder'
    : >"$lock/read"
    calls=0 people=0 activities_read=0
    let_settle
    while read -r file query _; do
        name_answer "$file"
        look_at
        [ "$state" != open ] || continue
        [ -z "$only_unknown" ] || [ "$state" = unknown ] || [ "$state" = unclear ] || continue
        ! grep -Fqx "$query" "$lock/read" || continue
        printf '%s\n' "$query" >>"$lock/read"
        back=read-back/${file#requests/}
        back=${back%.json}
        read_participant "$query"
        people=$((people + 1))
        [ -z "$stop" ] || die 1 "stopped: $stop"
    done <"$lock/plan"
    printf 'RunSignup has %s activities of %s participants; they are in read-back/\n' "$activities_read" "$people"
    say_receipts
}

# A pack of a store has a number.
say_receipts() {
    number=$(sed -n 's/^,"pack":{"number":\([0-9]*\),.*/\1/p' manifest.json)
    probe=$(sed -n 's/^,"pack":{.*"probe":true}$/yes/p' manifest.json)
    if [ -n "$number" ]; then
        printf 'Next: tallypost receipts --store RACE.db %s\n' "$(pwd)"
    elif [ -n "$probe" ]; then
        printf 'Next: tallypost receipts %s\n' "$(pwd)"
    else
        return 1
    fi
}

sum_up() {
    [ -z "$stop" ] || say "stopped: $stop"
    printf '%s of %s requests posted, %s refused, %s unknown, %s not sent\n' "$posted" "$total" "$refused" "$unknown" "$open"
    [ "$refused" -eq 0 ] || echo 'Refused: the reasons are in responses/, see the files whose .status says refused.'
    [ "$unknown" -eq 0 ] ||
        echo 'Unknown: these may have been posted; README.txt, "If something goes wrong", says how to find out.'
    if [ "$open" -gt 0 ]; then
        echo 'Next: sh post.sh'
    elif [ "$unknown" -gt 0 ]; then
        echo 'Next: sh post.sh --read-back --unknown'
    elif ! say_receipts; then
        echo 'Next: keep this folder; a second pack made of the same rows would count them twice.'
    fi
    [ "$posted" -eq "$total" ] || [ "$exit_code" -ne 0 ] || exit_code=1
    exit "$exit_code"
}

stop='' limit='' only_unknown='' mode=post exit_code=0
while [ $# -gt 0 ]; do
    case $1 in
    --dry-run) mode=dry ;;
    --read-back) mode=back ;;
    --unknown) only_unknown=yes ;;
    --limit)
        is_number "${2-}" || die 2 'give --limit a number: sh post.sh --limit 1'
        limit=$2
        shift
        ;;
    --help | -h)
        sed -n '2,/^set -u/s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *) die 2 "what is $1? sh post.sh --help shows what there is" ;;
    esac
    shift
done

cd "$(dirname "$0")" || exit 4
check_settings
if [ "$mode" = dry ]; then
    verify
    dry_run
    exit 0
fi
check_keys
trap 'stop_because "by you"' INT TERM HUP
take_lock
verify
if [ "$mode" = back ]; then
    read_back
    exit 0
fi
mkdir -p responses || die 4 'cannot write in this folder; nothing was sent'
post_all
sum_up
