#!/bin/sh
# Turns text files into C.
#
#   embed.sh text NAME FILE     const char NAME[] and const size_t NAME_size
#   embed.sh profiles FILE...   the table builtin_profiles, one row a file, named by the file
#
# The C goes to standard output: one string literal a line of text, which every C11 compiler takes.
# Question marks are escaped because of trigraphs.
set -eu
LC_ALL=C
export LC_ALL

tab=$(printf '\t')
cr=$(printf '\r')

literal() {
    echo '    ""'
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e "s/$tab/\\\\t/g" -e "s/$cr/\\\\r/g" \
        -e 's/^/    "/' -e 's/$/\\n"/' "$1"
}

text() {
    printf '/* Made by embed.sh. */\n#include <stddef.h>\n\n'
    printf 'extern const char %s[];\nextern const size_t %s_size;\n\n' "$1" "$1"
    printf 'const char %s[] =\n' "$1"
    literal "$2"
    printf '    ;\nconst size_t %s_size = sizeof %s - 1;\n' "$1" "$1"
}

profiles() {
    printf '/* Made by embed.sh. */\n#include "normalize/builtin_profiles.h"\n\n'
    count=0
    for file; do
        printf 'static const char text_%d[] =\n' "$count"
        literal "$file"
        printf '    ;\n\n'
        count=$((count + 1))
    done
    printf 'const struct builtin_profile builtin_profiles[] = {\n'
    count=0
    for file; do
        printf '    {"%s", text_%d, sizeof text_%d - 1},\n' "$(basename "$file" .ini)" "$count" "$count"
        count=$((count + 1))
    done
    printf '    {NULL, NULL, 0},\n};\n\nconst size_t builtin_profile_count = %d;\n' "$count"
}

mode=$1
shift
case $mode in
text | profiles) "$mode" "$@" ;;
*)
    echo "embed.sh: $mode is neither text nor profiles" >&2
    exit 2
    ;;
esac
