#!/bin/sh
# tracks.sh [POINTS]: what reading tracks costs, as a ratio to a bare parse by expat of the same bytes, medians of five
# rounds in one run; gpsbabel and gpxpy are measured once where they are installed. One file of that many points, and a
# folder of 2,000 files. Never a test. Needs ./tallypost, cc, python3 and GNU time.
set -eu
points=${1:-1000000}
here=$(cd "$(dirname "$0")" && pwd)
program=${TALLYPOST:-$here/../../tallypost}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/expat_only" "$here/expat_only.c" -lexpat
python3 "$here/make_tracks.py" "$points" "$work"

. "$here/measure.sh"

for round in 0 1 2 3 4 5; do
    measure 'expat alone' "$work/expat_only" "$work/one.gpx"
    measure 'one file' "$program" check "$work/one.gpx" --quiet --bib 1
    measure 'expat, folder' "$work/expat_only" "$work"/many/*.gpx
    measure 'folder, one job' "$program" check "$work/many" --quiet --bib 1 --jobs 1
    measure 'folder, two jobs' "$program" check "$work/many" --quiet --bib 1 --jobs 2
    measure 'zip, two jobs' "$program" check "$work/many.zip" --quiet --bib 1 --jobs 2
    [ "$round" != 0 ] || : >"$work/measured" # the first round warms the caches
done
if command -v gpsbabel >/dev/null; then
    measure gpsbabel gpsbabel -t -i gpx -f "$work/one.gpx" -o unicsv -F /dev/null
fi
for python in python3 /usr/bin/python3; do
    if "$python" -c 'import gpxpy' 2>/dev/null; then
        measure gpxpy "$python" -c 'import gpxpy, sys
for track in gpxpy.parse(open(sys.argv[1])).tracks:
    print(track.get_time_bounds(), track.length_2d(), track.get_uphill_downhill())' "$work/one.gpx"
        break
    fi
done
awk -f "$here/ratios.awk" "$work/measured"
