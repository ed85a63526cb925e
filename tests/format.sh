#!/bin/sh
# The C files are formatted as .clang-format says. Speaks TAP. To mend: clang-format -i FILE.
set -u
cd "${TALLYPOST_SOURCE:-.}" || exit 99
echo 1..1
if ! command -v clang-format >/dev/null 2>&1; then
    echo 'ok 1 - format # SKIP clang-format is not here'
elif find src tests -name '*.[ch]' ! -name 'builtin_*.c' -exec clang-format --dry-run -Werror {} + >&2; then
    echo 'ok 1 - format'
else
    echo 'not ok 1 - format'
fi
