#!/bin/sh
# Prints docs/findings.md: all that `tallypost explain` tells. To write it again: make docs
set -eu
LC_ALL=C
export LC_ALL
program=${TALLYPOST:-./tallypost}

# Lines of the list: "code NAME" and "family TITLE". A family is the line before an indented one.
list() {
    "$program" explain | awk '
        /^  [a-z]/ {
            if (previous !~ /^ /)
                print "family", previous
            print "code", $1
        }
        { previous = $0 }'
}

# A table of the codes of one family.
table() { # TITLE
    printf '| code | severity | what |\n|---|---|---|\n'
    "$program" explain | awk -v title="$1" '
        /^[^ ]/ { inside = $0 == title }
        inside && /^  / {
            what = $0
            sub(/^ *[^ ]+ +[^ ]+ +/, "", what)
            printf "| [%s](#%s) | %s | %s |\n", $1, $1, $2, what
        }'
    echo
}

# A page is nearly Markdown: what is indented by four is code there too. Options, with what belongs to them, become code.
page() { # CODE
    "$program" explain "$1" | awk '
        function marked(text, done, option, end) {
            while (match(text, /--[a-z][a-z-]*( ([a-z-]+=)?"[^"]*"| [^ "]+)?/)) {
                option = substr(text, RSTART, RLENGTH)
                end = match(option, /[.,;:)]+$/) ? substr(option, RSTART) : ""
                option = substr(option, 1, length(option) - length(end))
                match(text, /--[a-z]/)
                done = done substr(text, 1, RSTART - 1) "`" option "`" end
                text = substr(text, RSTART + length(option) + length(end))
            }
            return done text
        }
        function end_paragraph(words, n, i, line) {
            n = split(marked(paragraph), words, " ")
            line = words[1]
            for (i = 2; i <= n; i++)
                if (length(line) + 1 + length(words[i]) <= 118)
                    line = line " " words[i]
                else {
                    print line
                    line = words[i]
                }
            if (n)
                print line
            paragraph = ""
        }
        NR == 1 {
            split($0, part, /[():]+ ?/)
            printf "### %s\n\n**%s**: %s\n", $1, part[2], substr($0, index($0, ": ") + 2)
            next
        }
        /^  [^ ]/ {
            paragraph = paragraph " " substr($0, 3)
            next
        }
        {
            end_paragraph()
            print
        }
        END {
            end_paragraph()
            print ""
        }'
}

cat <<'END'
# Findings

What the program notices, with an example of each and how to mend it. `tallypost explain CODE` prints the same. This
file is made by `make docs`; the texts are in `src/model/explanations.def`.

An **error** rejects the row, a **warning** does not, **info** is shown with `--verbose`. Another severity:
`--rule CODE=warning`, or `CODE = off` under `[rules]` in the [event file](event-file.md).

END

list >/dev/null # the program is there and works
list | while read -r what name; do
    case $what in
    family)
        printf '## %s\n\n' "$name"
        table "$name"
        ;;
    code) page "$name" ;;
    esac
done | sed -e '$d'
