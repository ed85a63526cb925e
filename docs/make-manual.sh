#!/bin/sh
# Prints docs/tallypost.1: the program's own help and its list of findings as a manual page. To write it again:
# make docs
set -eu
LC_ALL=C
export LC_ALL
program=${TALLYPOST:-./tallypost}
commands=$("$program" --help | awk '$1 == "tallypost" && /^  / { print $2 }')

# Functions for what follows: a text in lines that troff likes, and names of options.
text='
    function escaped(s) {
        gsub(/\\/, "\\e", s)
        gsub(/-/, "\\-", s)
        return s
    }
    function line(s) {
        if (s ~ /^[.\047]/)
            s = "\\&" s
        if (s != "")
            print s
    }
    # Sentences and clauses begin lines of their own, and no line is long.
    function put(s, words, n, i, out) {
        n = split(escaped(s), words, " ")
        out = ""
        for (i = 1; i <= n; i++) {
            if (out != "" && length(out) + 1 + length(words[i]) > 76) {
                line(out)
                out = ""
            }
            out = out (out == "" ? "" : " ") words[i]
            if (words[i] ~ /[a-z)"][.]$/ && words[i] != "e.g.") {
                line(out)
                out = ""
            }
        }
        line(out)
    }'

synopsis() {
    for command in $commands; do
        "$program" "$command" --help | awk "$text"'
            NR == 1 {
                sub(/^tallypost [^ ]* ?/, "")
                print ".Nm"
                print ".Cm '"$command"'"
                line(escaped($0))
            }'
    done
}

commands() {
    echo '.Bl -tag -width payload'
    for command in $commands; do
        printf '.It Cm %s\n' "$command"
        "$program" "$command" --help | awk "$text"'NR == 2 { sub(/^ */, ""); put($0) }'
    done
    echo .El
}

# What stands below a heading or a beginning of the general help, up to the next blank line.
part() { # BEGINNING
    "$program" --help | awk -v beginning="$1" '
        index($0, beginning) == 1 { inside = 1 }
        /^$/ { inside = 0 }
        inside { print }'
}

inputs() {
    part INPUT | awk "$text"'{ all = all " " $0 } END { put(all) }'
}

# Every option once, below a heading that says which commands take it.
options() {
    for command in $commands; do
        "$program" "$command" --help | sed -n "s/^  --/$command /p"
    done | awk "$text"'
        !seen[$1]++ { commands++ }
        !($2 in takes) {
            order[++n] = $2
            rest = $0
            sub(/^[^ ]+ [^ ]+/, "", rest)
            argument[$2] = rest ~ /^ [^ ]/ ? $3 : ""
            sub(/^ [^ ]+ /, "", rest)
            sub(/^ +/, "", rest)
            help[$2] = rest
        }
        { takes[$2] = takes[$2] (count[$2]++ ? ", " : "") $1 }
        function group(set, i, o) {
            print ".Ss Options of " (count[set] == commands ? "every command" : takes[set])
            print ".Bl -tag -width Ds"
            for (i = 1; i <= n; i++) {
                o = order[i]
                if (takes[o] != takes[set])
                    continue
                print ".It Fl \\-" escaped(o) (argument[o] == "" ? "" : " Ar " escaped(argument[o]))
                put(help[o])
            }
            print ".El"
        }
        END {
            for (i = 1; i <= n; i++)
                if (!told[takes[order[i]]]++)
                    group(order[i])
        }'
}

exit_codes() {
    echo '.Bl -tag -width Ds'
    part 'Exit codes:' | awk "$text"'
        { all = all " " $0 }
        END {
            sub(/^ *Exit codes: */, "", all)
            sub(/[.]$/, "", all)
            while (match(all, /(^|, *)[0-9] /)) {
                if (RSTART > 1)
                    put(substr(all, 1, RSTART - 1))
                print ".It " substr(all, RSTART + RLENGTH - 2, 1)
                all = substr(all, RSTART + RLENGTH)
            }
            put(all)
        }'
    echo .El
}

findings() {
    "$program" explain | awk "$text"'
        /^  [a-z]/ {
            if (previous !~ /^ /) {
                if (inside)
                    print ".El"
                print ".Ss " escaped(previous)
                print ".Bl -tag -width Ds -compact"
                inside = 1
            }
            what = $0
            sub(/^ *[^ ]+ +[^ ]+ +/, "", what)
            print ".It Sy " escaped($1)
            put($2 ": " what)
        }
        { previous = $0 }
        END { print ".El" }'
}

cat <<'END'
.\" Made by docs/make-manual.sh from what the program says; do not edit.
.Dd November 24, 2026
.Dt TALLYPOST 1
.Os
.Sh NAME
.Nm tallypost
.Nd activity logs and spreadsheets to clean virtual race submissions
.Sh SYNOPSIS
END
synopsis
cat <<'END'
.Sh DESCRIPTION
Reads activity logs and spreadsheets, checks dates, distances, times and paces,
and makes clean submissions for RunSignup virtual races and challenges.
It never opens a network connection.
.Pp
END
inputs
commands
echo .Sh OPTIONS
options
echo .Sh EXIT STATUS
exit_codes
cat <<'END'
.Sh EXAMPLES
Check a sheet as of a day, and write the rejected rows to a file to be mended:
.Pp
.Dl tallypost check club.csv \-\-as\-of 2026\-06\-10 \-\-rejects bad.csv
.Pp
What a finding means:
.Pp
.Dl tallypost explain pace\-impossible
.Sh DIAGNOSTICS
Findings go to standard error, one a line, with the file, the line, the
severity and, in brackets, the code.
An error rejects the row, a warning does not.
.Nm
.Cm explain
.Ar CODE
tells what a code means, with an example and how to mend it.
END
findings
