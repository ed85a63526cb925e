# measure.sh: for the benches to read in. Needs $work, a folder, and GNU time.

# Seconds, CPU seconds and KiB of a command, added to $work/measured; exit 1 means rejected rows, which may be there.
measure() { # NAME COMMAND...
    name=$1
    shift
    rm -rf "$work/race.db" "$work/pack"
    /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null 2>&1 || [ $? -eq 1 ]
    awk -v name="$name" '{ print name, $1, $2 + $3, $4 }' "$work/time" >>"$work/measured"
}
