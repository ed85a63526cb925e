#!/bin/sh
# Every C file compiles without a warning, with each of the two compilers that is there. Speaks TAP.
set -u
cd "${TALLYPOST_SOURCE:-.}" || exit 99
warnings=${WARNING_FLAGS:--Wall -Wextra -Wshadow -Wconversion}
jobs=$(nproc 2>/dev/null || echo 2)

compile_all() {
    # shellcheck disable=SC2016
    find src tests -name '*.c' ! -name 'builtin_*' | sort |
        xargs -P "$jobs" -n 4 sh -c 'compiler=$1; flags=$2; shift 2
            status=0
            for file; do $compiler $flags -c -o /dev/null "$file" || status=1; done
            exit $status' sh "$1" "-std=c11 -D_GNU_SOURCE -DTALLYPOST_VERSION=\"0\" -O2 $warnings -Werror -Isrc ${DEPS_CFLAGS:-}"
}

echo 1..2
number=0
for compiler in gcc clang; do
    number=$((number + 1))
    if ! command -v "$compiler" >/dev/null 2>&1; then
        echo "ok $number - no warnings # SKIP $compiler is not here"
    elif compile_all "$compiler" >&2; then
        echo "ok $number - no warnings from $compiler"
    else
        echo "not ok $number - no warnings from $compiler"
    fi
done
