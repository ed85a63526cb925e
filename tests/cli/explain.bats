load helper

all_codes() {
    "$TALLYPOST" explain | awk '/^  / { print $1 }'
}

# write_example CODE: the files of its example, the last one's name in the file `input`, what is printed in `expected`.
# A told example and one with rows left out have no `input`.
write_example() {
    rm -f ./*
    "$TALLYPOST" explain "$1" | awk '
        /^Example:/ { told = 1 }
        /^Example, / {
            file = $2
            sub(/:$/, "", file)
        }
        /^tallypost says:/ { file = "expected" }
        /^How to mend it:/ { exit }
        file == "expected" && /^        / {
            sub(/^ +/, " ")
            line = line $0
            next
        }
        /^    / && file != "" {
            if (file == "expected") {
                if (line != "")
                    print line >file
                line = substr($0, 5)
            } else {
                input = file
                told = told || $0 == "    ..."
                print substr($0, 5) >file
            }
        }
        END {
            print line >"expected"
            if (!told)
                print input >"input"
        }'
}

# Lines about a code, each with the hints behind it.
about() { # CODE FILE
    awk -v end="[$1]" '
        / hint: / && shown { print; next }
        { shown = substr($0, length($0) - length(end) + 1) == end }
        shown { print }' "$2"
}

@test "without a code: all of them by family, in 80 columns" {
    run_tallypost explain
    expect_status 0
    expect_err ''
    expect_out_has 'Pace and size
  pace-impossible             error    faster than any record
  pace-fast                   warning  faster than usual
  pace-slow                   warning  slower than usual
'
    [ "$(awk 'length > 80' "$OUT")" = '' ]
    [ "$(all_codes | sort -u | wc -l)" -eq "$(grep -c '^FINDING(' "$SOURCE/src/model/findings.def")" ]
}

@test "a code: what it means, an example, how to mend it" {
    run_tallypost explain distance-missing
    expect_status 0
    expect_err ''
    expect_out 'distance-missing (error): no distance

  The cell of the distance is empty, or the table has no such column. Without it
  there is nothing to add up.

Example, club.csv:

    Bib,Date,Distance (mi),Time,Type
    7,2026-05-02,,45:00,run

tallypost says:

    club.csv:2: error: no distance [distance-missing]

How to mend it:

  Fill in the distance. If the column is there under another name, say which it
  is: --map distance=COLUMN.'
}

@test "codes may stand in brackets, and several are explained one after the other" {
    run_tallypost explain '[overlap]' date-late
    expect_status 0
    "$TALLYPOST" explain overlap >expected
    echo >>expected
    "$TALLYPOST" explain date-late >>expected
    cmp "$OUT" expected
}

@test "an unknown code names the nearest one: exit 2, and nothing is explained" {
    run_tallypost explain date-late pace-fats
    expect_status 2
    expect_out ''
    expect_err 'tallypost: there is no finding "pace-fats" (did you mean pace-fast?); tallypost explain lists all'
    run_tallypost explain streak
    expect_status 2
    expect_err 'tallypost: there is no finding "streak" (did you mean repeat-streak?); tallypost explain lists all'
    run_tallypost explain qqqqqqqqqq
    expect_status 2
    expect_err 'tallypost: there is no finding "qqqqqqqqqq"; tallypost explain lists all'
    run_tallypost explain ''
    expect_status 2
}

@test "options of other commands are refused" {
    run_tallypost explain pace-fast --jobs 2
    expect_status 2
    expect_err 'tallypost: --jobs does not go with this command'
    run_tallypost explain --help
    expect_status 0
    expect_out_has 'tallypost explain [CODE...]'
}

@test "the program says of each example what is told about it" {
    local code compared=0 wrong=0
    for code in $(all_codes); do
        write_example "$code"
        [ -f input ] || continue
        set -- "$(cat input)"
        [ ! -f event.ini ] || set -- "$@" --event event.ini
        run_tallypost check "$@" --verbose --as-of 2026-06-10
        about "$code" "$ERR" >said
        # Codes that nothing says yet: compared from the day on which something does.
        ! grep -q "^$code:" "$SOURCE/tests/findings/NOT-YET" || [ -s said ] || continue
        compared=$((compared + 1))
        if ! diff expected said; then
            echo "$code: the example in src/model/explanations.def is not what the program says"
            wrong=1
        fi
    done
    [ "$wrong" -eq 0 ] && [ "$compared" -ge 40 ]
}

@test "docs/findings.md is what the program says (to write it again: make docs)" {
    sh "$SOURCE/docs/make-findings.sh" >findings.md
    diff "$SOURCE/docs/findings.md" findings.md
}

@test "docs/tallypost.1 is what the program says (to write it again: make docs)" {
    sh "$SOURCE/docs/make-manual.sh" >tallypost.1
    diff "$SOURCE/docs/tallypost.1" tallypost.1
}

@test "the manual page is sound" {
    command -v mandoc >/dev/null || skip 'mandoc is not here'
    run mandoc -Tlint "$SOURCE/docs/tallypost.1"
    [ -z "$output" ] || { echo "$output"; return 1; }
}
