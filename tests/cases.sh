# Cases that are folders of files: what tests/formats.sh and tests/findings.sh share.
#
# In the folder of a case
#   input*      is what the program reads, in the order of the names
#   options     holds further arguments, separated by blanks or line ends
#   command     holds the command, where it is another than the runner's
#   NAME.sh     makes the file NAME: its standard output. It runs in a copy of the folder, in the order of the names
# and all other files are there to be named by options or by an event file. Whoever runs a test with UPDATE=1 set gets what
# is expected written from what the program says; read it before it is committed.

LC_ALL=C TZ=UTC
export LC_ALL TZ
source=$(cd "${TALLYPOST_SOURCE:-$(dirname "$0")/..}" && pwd) || exit 99
: "${TALLYPOST:=$source/tallypost}"
TALLYPOST_SOURCE=$source
export TALLYPOST TALLYPOST_SOURCE
unset TALLYPOST_COLOR NO_COLOR TMPDIR
cases=$(mktemp -d) || exit 99
trap 'rm -rf "$cases"' EXIT
number=0

# report NAME TEXT: a test that passes when there is no text.
report() {
    number=$((number + 1))
    if [ -z "$2" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
    fi
}

# What is said becomes the text of the test, and so its failure.
give_up() {
    echo "$1"
    exit 99
}

# run FOLDER COMMAND ARGUMENT...: runs the program in a copy of the folder, $here. Its outputs are in the files $out and
# $err, its exit code is $status, and with --report json=$json its report is in $json.
run() {
    here=$(mktemp -d "$cases/XXXXXX") out=$here.out err=$here.err json=$here.json command=$2
    cp -R "$1/." "$here" && cd "$here" || give_up "cannot copy $1"
    shift 2
    for script in *.sh; do
        [ ! -f "$script" ] || sh "./$script" >"${script%.sh}" || give_up "$script failed"
    done
    [ ! -f command ] || command=$(cat command)
    # shellcheck disable=SC2046
    [ ! -f options ] || set -- "$@" $(cat options)
    rm -f ./*.sh
    status=0
    "$TALLYPOST" "$command" input* --report "json=$json" --as-of 2026-12-31 "$@" >"$out" 2>"$err" || status=$?
    cd "$source" || give_up "cannot go back to $source"
}

# same FILE FILE: the difference, or nothing.
same() {
    diff "$1" "$2" 2>&1
}
