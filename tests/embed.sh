#!/bin/sh
# What embed.sh makes of a text is the text again, byte by byte. Speaks TAP.
set -u
cd "${TALLYPOST_SOURCE:-.}" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
compiler="${CC:-cc} -std=c11 -Wall -Wextra -Werror -Isrc"

printf 'plain\n\n\ttab "quoted" back\\slash ??/ ??= %%s \\n \303\244\r\n  last' >"$work/odd.ini"
printf '%s\n' "$(cat "$work/odd.ini")" >"$work/expected" # a final line end is added
: >"$work/empty.ini"

cat >"$work/main.c" <<'END'
#include <stdio.h>
#include "normalize/builtin_profiles.h"
extern const char odd[];
extern const size_t odd_size;
int main(int argc, char **argv)
{
    (void)argv;
    if (argc == 1)
        return fwrite(odd, 1, odd_size, stdout) != odd_size || odd[odd_size] != 0;
    for (size_t i = 0; i < builtin_profile_count; i++)
        printf("%s %zu %d\n", builtin_profiles[i].name, builtin_profiles[i].size,
               builtin_profiles[i].text[builtin_profiles[i].size]);
    return builtin_profiles[builtin_profile_count].name != NULL;
}
END
verdict() { # NUMBER NAME STATUS
    [ "$3" -eq 0 ] && echo "ok $1 - $2" || echo "not ok $1 - $2"
}

echo 1..4
sh src/embed.sh text odd "$work/odd.ini" >"$work/odd.c" &&
    sh src/embed.sh profiles "$work/empty.ini" "$work/odd.ini" >"$work/table.c" &&
    $compiler -o "$work/program" "$work/main.c" "$work/odd.c" "$work/table.c" &&
    "$work/program" >"$work/text"
verdict 1 'it compiles and runs' $?
cmp "$work/text" "$work/expected" >&2
verdict 2 'the text is the same' $?
size=$(wc -c <"$work/expected" | tr -d ' ')
[ "$("$work/program" table)" = "empty 0 0
odd $size 0" ]
verdict 3 'the table has a row a file' $?

# The hash is that of the text as it comes out of the program.
hash=$(python3 -c 'import base64, hashlib, sys
print("sha256-" + base64.b64encode(hashlib.sha256(open(sys.argv[1], "rb").read()).digest()).decode())' "$work/expected")
sh src/embed.sh hash odd_hash "$work/odd.ini" | grep -qxF "const char odd_hash[] = \"$hash\";"
verdict 4 'the hash is that of the text' $?
