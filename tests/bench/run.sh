#!/bin/sh
# run.sh [ROWS]: what each job costs, as a ratio to libcsv alone on the same file, medians of five rounds in one run. Never a
# test: machines differ, and so do their neighbours. Needs ./tallypost, cc, python3 and GNU time.
set -eu
rows=${1:-1000000}
here=$(cd "$(dirname "$0")" && pwd)
program=${TALLYPOST:-$here/../../tallypost}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/libcsv_only" "$here/libcsv_only.c" -lcsv
python3 "$here/make_rows.py" "$rows" >"$work/rows.csv"
gzip -k "$work/rows.csv"

. "$here/measure.sh"

judge() { # NAME COMMAND ARGUMENT...
    name=$1
    shift
    measure "$name" "$program" "$@" --event "$here/event.ini" --as-of 2021-01-31 --quiet
}

for round in 0 1 2 3 4 5; do
    measure 'libcsv alone' "$work/libcsv_only" "$work/rows.csv"
    judge 'check, one job' check "$work/rows.csv" --jobs 1
    judge 'check' check "$work/rows.csv"
    judge 'check of gzip' check "$work/rows.csv.gz"
    judge 'convert' convert "$work/rows.csv" --to ndjson
    judge 'import' import "$work/rows.csv" --store "$work/race.db"
    judge 'payload' payload "$work/rows.csv" --out "$work/pack"
    [ "$round" != 0 ] || : >"$work/measured" # the first round warms the caches
done

awk -f "$here/ratios.awk" "$work/measured"
