#!/bin/sh
# The rules of the layout: who may include whom, unique file names, and who may print or end the program.
# Speaks TAP; the last tests plant violations in a tree of their own and expect them to be caught.
set -u
LC_ALL=C
export LC_ALL
cd "${TALLYPOST_SOURCE:-.}" || exit 99

# A file includes only its own folder or folders of lower rank. Folders of one rank never see each other.
includes() {
    find "$1" -name '*.[ch]' -o -name '*.def' | sort | xargs grep -Hn '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' |
        awk -F: -v root="$1/" '
        BEGIN {
            split("base 0 model 1 input 2 readers 3 normalize 3 rules 3 store 3 event 4 outputs 5 run 6 cli 7 main.c 8", w, " ")
            for (i = 1; i in w; i += 2)
                rank[w[i]] = w[i + 1]
        }
        {
            from = substr($1, length(root) + 1)
            sub(/\/.*/, "", from)
            to = $0
            sub(/^[^"]*"/, "", to)
            sub(/".*/, "", to)
            whole = to
            sub(/\/.*/, "", to)
            if (!(from in rank))
                print $1 ":" $2 ": a folder without a rank"
            else if (whole !~ /\// || !(to in rank))
                print $1 ":" $2 ": \"" whole "\" names no folder of src"
            else if (from != to && rank[to] >= rank[from])
                print $1 ":" $2 ": " from " must not see " to
        }'
}

unique_names() {
    find "$@" -name '*.[ch]' -o -name '*.def' | awk -F/ '
        $NF in seen { print $0 ": the same name as " seen[$NF] }
        { seen[$NF] = $0 }'
}

# The files without comments and the contents of strings, as "path:line:text".
code_of() {
    awk '
    FNR == 1 { comment = 0 }
    {
        line = $0
        gsub(/\\./, "", line)
        gsub(/"[^"]*"/, "\"\"", line)
        out = ""
        while (line != "") {
            at = index(line, comment ? "*/" : "/*")
            if (!comment)
                out = out (at ? substr(line, 1, at - 1) : line)
            if (!at)
                break
            line = substr(line, at + 2)
            comment = !comment
        }
        sub(/\/\/.*/, "", out)
        print FILENAME ":" FNR ":" out
    }' "$@"
}

# Only cli, outputs and main print or end the program. The one exception: memory.c aborts when there is no memory and
# nobody has set a handler.
printing() {
    files=$(find "$1" \( -path "$1/cli" -o -path "$1/outputs" \) -prune -o -name '*.[ch]' ! -path "$1/main.c" -print | sort)
    [ -n "$files" ] || return 0
    words='v?f?printf|v?dprintf|f?puts|putchar|perror|psignal|_?exit|_Exit|quick_exit|abort|longjmp|siglongjmp|errx?|warnx?|error'
    # shellcheck disable=SC2086
    code_of $files | grep -E "(^|[^A-Za-z0-9_.>])($words)[[:space:]]*\(|:.*[^A-Za-z0-9_](stdout|stderr)([^A-Za-z0-9_]|$)|=[[:space:]]*abort;" |
        grep -v "^$1/base/memory.c:[0-9]*:static void (\*exhausted)(void) = abort;"
}

# Every source and test is in a local.mk: what is forgotten there is neither built nor run.
unlisted() {
    find src tests \( -name '*.c' ! -name 'builtin_*' -o -name '*.bats' \) | sort | while read -r file; do
        case $file in
        tests/unit/* | tests/fuzz/fuzz_*) listed=${file%.c} ;;
        *) listed=$file ;;
        esac
        grep -qs " $listed\$" src/local.mk tests/local.mk tests/*/local.mk || echo "$file: not in a local.mk"
    done
}

number=0
expect() { # NAME TEXT...: no text
    number=$((number + 1))
    if [ -z "$2" ]; then
        echo "ok $number - $1"
    else
        printf '%s\n' "$2" >&2
        echo "not ok $number - $1"
    fi
}
expect_caught() { # NAME TEXT PATTERN
    number=$((number + 1))
    case $2 in
    *"$3"*) echo "ok $number - $1" ;;
    *)
        printf 'expected "%s", got "%s"\n' "$3" "$2" >&2
        echo "not ok $number - $1"
        ;;
    esac
}

echo 1..11
expect 'includes go down the ranks' "$(includes src)"
expect 'file names are unique' "$(unique_names src tests)"
expect 'only cli, outputs and main print or end the program' "$(printing src)"
expect 'every source is in a local.mk' "$(unlisted)"

planted=$(mktemp -d) || exit 99
trap 'rm -rf "$planted"' EXIT
mkdir -p "$planted/src/base" "$planted/src/rules" "$planted/src/store" "$planted/src/run"
tree=$planted/src
printf '#include "run/run.h"\n' >"$tree/base/low.c"
printf '#include "store/store.h"\n' >"$tree/rules/same.c"
printf '#include "local.h"\n' >"$tree/rules/bare.c"
printf '/* printf("fine") */\nconst char *s = "exit(1)";\nsnprintf(a, 1, "x");\nops->abort(x);\n' >"$tree/run/clean.c"
printf 'void f(void)\n{\n    /* a\n */ exit(3);\n}\n' >"$tree/run/twice.c"
printf 'int f(void) { return printf("x"); }\n' >"$tree/base/twice.c"
expect_caught 'a higher rank is caught' "$(includes "$tree")" 'base must not see run'
expect_caught 'an equal rank is caught' "$(includes "$tree")" 'rules must not see store'
expect_caught 'a path without a folder is caught' "$(includes "$tree")" '"local.h" names no folder'
expect_caught 'a name used twice is caught' "$(unique_names "$tree")" 'twice.c: the same name as'
expect_caught 'printing is caught' "$(printing "$tree")" 'base/twice.c:1:'
expect 'comments, strings, snprintf and members named abort are no printing' "$(printing "$tree" | grep clean.c)"
expect_caught 'exit behind a comment is caught' "$(printing "$tree")" 'run/twice.c:4:'
