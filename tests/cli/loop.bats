#!/usr/bin/env bats
# The whole way while everything goes wrong; what each run must hold to is told in tests/fault/loop.py and store_walk.py.

load helper

setup_file() {
    build_shim
}

@test 'random schedules of faults and kills: each activity is posted once' {
    needs_shim
    timeout 250 python3 "$SOURCE/tests/fault/loop.py" "$TALLYPOST" "$BATS_FILE_TMPDIR/shim.so" 8 5 20
}

walk() { # SCENARIO
    needs_shim
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
