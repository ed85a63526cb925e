#!/bin/sh
# Each profile has a sample of what its app writes, and the rows that are to be read from it. tests/formats/PROFILE, or a
# folder in it for each variant, is a case as tests/cases.sh tells it, with its rows in expected.ndjson: what
# `convert --to ndjson --all` says, but only some of the keys. aliases are tables that no profile fits.
set -u
. "${TALLYPOST_SOURCE:-$(dirname "$0")/..}/tests/cases.sh"
cd "$source" || exit 99
profiles=src/normalize/profiles folders=tests/formats

without_folder() {
    for file in "$profiles"/*.ini; do
        name=$(basename "$file" .ini)
        [ -n "$(find "$folders/$name" -name expected.ndjson 2>/dev/null)" ] ||
            echo "$name: no sample with an expected.ndjson in $folders/$name"
    done
}

without_profile() {
    for folder in "$folders"/*/; do
        name=$(basename "$folder")
        [ -f "$profiles/$name.ini" ] || echo "$folder: there is no $profiles/$name.ini"
    done
}

# The keys that are compared. A row has its line, or its index where there are no lines.
rows() {
    sed -E -e 's/,"virtual_race_activity_type_id":.*/}/' \
        -e 's/"(source|member|last_line|registration_id|tally_count|result_split_tally_value|activity_type)":("([^"\\]|\\.)*"|[^",]*),//g' \
        -e '/"line":null,/!s/"index":[0-9]*,//' -e 's/"line":null,//'
}

# What is wrong with a case, or nothing.
check() {
    run "$1" convert --to ndjson --all --quiet
    rows <"$out" >"$here/rows"
    [ -z "${UPDATE-}" ] || cp "$here/rows" "$1/expected.ndjson"
    same "$1/expected.ndjson" "$here/rows"
    [ "$status" -le 1 ] || {
        echo "exit $status"
        cat "$err"
    }
    profile=${1#"$folders"/} profile="\"${profile%%/*}\""
    [ "$profile" != '"aliases"' ] || profile=null
    [ "$(grep -o '"profile":[^,]*' "$json" | sort -u)" = "\"profile\":$profile" ] ||
        echo "read by $(grep -o '"profile":[^,]*' "$json")"
}

report 'every profile has a sample' "$(without_folder)"
report 'every sample has a profile' "$(without_profile)"
for folder in $(find "$folders" -name 'input*' | sed 's|/[^/]*$||' | sort -u); do
    report "${folder#"$folders"/}" "$(check "$folder")"
done
echo "1..$number"
