#!/bin/sh
# Turns text files into C.
#
#   embed.sh text NAME FILE     const char NAME[] and const size_t NAME_size
#   embed.sh hash NAME FILE     const char NAME[], "sha256-...": what a content security policy calls the text
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

# The hash is of the text as `text` embeds it, so with a line end at its end.
hash() {
    digest=$(printf '%s\n' "$(cat "$2")" | sha256sum | cut -c 1-64)
    octal=$(for pair in $(echo "$digest" | sed 's/../& /g'); do printf '\\%03o' "0x$pair"; done)
    # shellcheck disable=SC2059
    base64=$(printf "$octal" | base64)
    printf '/* Made by embed.sh. */\nextern const char %s[];\nconst char %s[] = "sha256-%s";\n' "$1" "$1" "$base64"
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
text | hash | profiles) "$mode" "$@" ;;
*)
    echo "embed.sh: $mode is none of text, hash and profiles" >&2
    exit 2
    ;;
esac
