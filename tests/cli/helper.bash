# What every file in tests/cli begins with:
#
#   load helper
#
# Each test starts in an empty folder of its own, with LC_ALL=C and TZ=UTC. $TALLYPOST is the program, $SOURCE the top
# of the source tree.

SOURCE=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
export TALLYPOST=${TALLYPOST:-$SOURCE/tallypost}

setup() {
    export LC_ALL=C TZ=UTC
    unset TALLYPOST_COLOR NO_COLOR TMPDIR
    mkdir "$BATS_TEST_TMPDIR/here"
    cd "$BATS_TEST_TMPDIR/here" || return 1
}

# run_tallypost ARGUMENT...: the exit code in $status, the outputs, without their final line ends, in $out and $err, and as
# they are in the files $OUT and $ERR.
run_tallypost() {
    OUT=$BATS_TEST_TMPDIR/out ERR=$BATS_TEST_TMPDIR/err status=0
    "$TALLYPOST" "$@" >"$OUT" 2>"$ERR" || status=$?
    out=$(cat "$OUT")
    err=$(cat "$ERR")
}

# expect_status N: shows both outputs when it is another.
expect_status() {
    [ "$status" -eq "$1" ] && return
    echo "exit $status instead of $1"
    show
    return 1
}

# expect_out TEXT, expect_err TEXT: all of the output, exactly.
expect_out() {
    same standard-output "$1" "$out"
}

expect_err() {
    same standard-error "$1" "$err"
}

# expect_out_has TEXT..., expect_err_has TEXT...: each of the texts is somewhere in it.
expect_out_has() {
    holds "$out" "$@"
}

expect_err_has() {
    holds "$err" "$@"
}

# expect_file FILE TEXT: the content, exactly but for final line ends.
expect_file() {
    same "$1" "$2" "$(cat "$1")"
}

same() { # NAME EXPECTED ACTUAL
    [ "$2" = "$3" ] && return
    echo "$1 is not as expected:"
    diff <(printf '%s\n' "$2") <(printf '%s\n' "$3")
    return 1
}

holds() { # TEXT PART...
    local text=$1 part
    shift
    for part; do
        case $text in
        *"$part"*) ;;
        *)
            echo "nowhere: $part"
            show
            return 1
            ;;
        esac
    done
}

show() {
    printf 'stdout: %s\nstderr: %s\n' "$out" "$err"
}

# json FILE EXPRESSION: a value of a JSON file, by a Python expression over `d`.
json() {
    python3 -c 'import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
print(eval(sys.argv[2]))' "$1" "$2"
}

# Whether the program was built with a sanitizer: it is slow then, and has a malloc of its own.
is_sanitized() {
    grep -qE '__(asan|tsan|ubsan)_' "$TALLYPOST"
}

# build_shim: tests/fault/shim.c for all tests of a file; for setup_file. needs_shim skips a test where it does not work.
build_shim() {
    export LC_ALL=C
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o "$BATS_FILE_TMPDIR/shim.so" "$SOURCE/tests/fault/shim.c" ||
        return 1
    if is_sanitized || ! FAULT=malloc:1+:ENOMEM LD_PRELOAD=$BATS_FILE_TMPDIR/shim.so "$TALLYPOST" check x.csv 2>&1 |
        grep -q 'out of memory'; then
        touch "$BATS_FILE_TMPDIR/no-shim"
    fi
}

needs_shim() {
    [ ! -e "$BATS_FILE_TMPDIR/no-shim" ] || skip 'the shim does not work with this build'
}
