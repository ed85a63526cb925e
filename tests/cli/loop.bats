#!/usr/bin/env bats
# The whole way while everything goes wrong; what each run must hold to is told in tests/fault/loop.py and store_walk.py.

load helper

# A program built with a sanitizer has its own malloc, and does not take ours.
setup_file() {
    export LC_ALL=C
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o "$BATS_FILE_TMPDIR/shim.so" \
        "$BATS_TEST_DIRNAME/../fault/shim.c" || return 1
    local program=${TALLYPOST:-$BATS_TEST_DIRNAME/../../tallypost}
    if grep -qE '__(asan|tsan|ubsan)_' "$program" ||
        ! FAULT=malloc:1+:ENOMEM LD_PRELOAD=$BATS_FILE_TMPDIR/shim.so "$program" check x.csv 2>&1 | grep -q 'out of memory'; then
        touch "$BATS_FILE_TMPDIR/no-shim"
    fi
}

shim_works() {
    [ ! -e "$BATS_FILE_TMPDIR/no-shim" ] || skip 'the shim does not work with this build'
}

@test 'random schedules of faults and kills: each activity is posted once' {
    shim_works
    timeout 250 python3 "$SOURCE/tests/fault/loop.py" "$TALLYPOST" "$BATS_FILE_TMPDIR/shim.so" 8 5 20
}

walk() { # SCENARIO
    shim_works
    timeout 120 python3 "$SOURCE/tests/fault/store_walk.py" "$TALLYPOST" "$BATS_FILE_TMPDIR/shim.so" "$1" 40
}

@test 'payload from a store' {
    walk payload
}

@test 'receipts' {
    walk receipts
}

@test 'undo of an import' {
    walk undo
}

@test 'undo of a pack' {
    walk undo-pack
}

@test 'import' {
    walk import
}
