#!/bin/sh
# Each code of src/model/findings.def has a case that produces it and a near miss that does not: the folders trigger* and
# near-miss* in tests/findings/CODE, cases as tests/cases.sh tells it.
#
#   trigger     `expected` is all of standard error with --verbose. The JSON report must hold the same finding, and the exit
#               code must be 1 when it is an error, else 0
#   near-miss   nothing is rejected, something is accepted, and the code is not among the findings
#
# tests/findings/NOT-YET names the codes without a case, each with the reason.
set -u
. "${TALLYPOST_SOURCE:-$(dirname "$0")/..}/tests/cases.sh"
cd "$source" || exit 99
folders=tests/findings
codes=$(sed -n 's/^FINDING([A-Z0-9_]*, "\([a-z0-9-]*\)",.*/\1/p' src/model/findings.def)

# Each code is either in NOT-YET with a reason or has both cases.
uncovered() {
    for code in $codes; do
        waits=no has=no
        ! grep -q "^$code: ..*" "$folders/NOT-YET" || waits=yes
        [ ! -f "$folders/$code/trigger/expected" ] || [ ! -d "$folders/$code/near-miss" ] || has=yes
        case $has$waits in
        nono) echo "$code: neither a trigger and a near-miss in $folders/$code nor a line in $folders/NOT-YET" ;;
        yesyes) echo "$code: has cases, and is in $folders/NOT-YET all the same" ;;
        esac
    done
}

unknown() {
    {
        find "$folders" -mindepth 1 -maxdepth 1 -type d | sed 's|.*/||'
        sed -e '/^#/d' -e '/^$/d' -e 's/:.*//' "$folders/NOT-YET"
    } | sort | while read -r code; do
        printf '%s\n' "$codes" | grep -qx -e "$code" || echo "$code: not in src/model/findings.def"
    done
}

# The expected lines with the code that the JSON report has not.
unreported() {
    awk -v code="$1" '
    NR == FNR { report[NR] = $0; count = NR; next }
    substr($0, length($0) - length(code) - 1) == "[" code "]" {
        place = $0
        sub(/: (error|warning|info): .*/, "", place)
        severity = text = substr($0, length(place) + 3)
        sub(/:.*/, "", severity)
        text = substr(text, length(severity) + 3)
        text = substr(text, 1, length(text) - length(code) - 3)
        gsub(/\\/, "\\\\", text)
        gsub(/"/, "\\\"", text)
        line = place
        if (!sub(/.*:/, "", line))
            line = "null"
        if (sub(/: record [0-9]*$/, "", place))
            line = "null"
        sub(/:[0-9]*$/, "", place)
        found = 0
        for (i = 1; i <= count; i++)
            if (index(report[i], "\"line\":" line ",") && index(report[i], "\"source\":\"" place "\"") &&
                index(report[i], "\"code\":\"" code "\",\"severity\":\"" severity "\"") &&
                index(report[i], "\"message\":\"" text "\","))
                found = 1
        if (!found)
            print "not in the JSON report: " $0
        lines++
    }
    END {
        if (!lines)
            print "no line with [" code "] is expected"
    }' "$json" "$2"
}

# What is wrong with a trigger, or nothing.
check_trigger() {
    run "$2" check --verbose
    [ -z "${UPDATE-}" ] || cp "$err" "$2/expected"
    same "$2/expected" "$err"
    unreported "$1" "$2/expected"
    grep -q ': error: ' "$2/expected"
    [ "$status" -eq $((1 - $?)) ] || echo "exit $status"
}

check_near_miss() {
    run "$2" check --verbose
    ! grep -e "\[$1\]\$" "$err"
    ! grep -e "\"$1\"" "$json"
    [ "$status" -eq 0 ] || {
        echo "exit $status"
        cat "$err"
    }
    grep -q '"totals": {"rows":[0-9]*,"accepted":[1-9]' "$json" || echo 'nothing was accepted'
}

report 'every code has cases or a reason' "$(uncovered)"
report 'every case has a code' "$(unknown)"
for code in $codes; do
    for folder in "$folders/$code"/*/; do
        folder=${folder%/}
        case $folder in
        */trigger*) report "${folder#"$folders"/}" "$(check_trigger "$code" "$folder")" ;;
        */near-miss*) report "${folder#"$folders"/}" "$(check_near_miss "$code" "$folder")" ;;
        */\*) ;;
        *) report "${folder#"$folders"/}" 'is neither a trigger nor a near miss' ;;
        esac
    done
done
echo "1..$number"
