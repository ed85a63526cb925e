load helper

@test "a folder: its files in order, hidden ones and links left out" {
    mkdir -p log/b log/.hidden
    for f in log/b/two.csv log/a.csv log/.hidden/no.csv log/.no.csv; do
        printf 'Bib,Date,Distance (mi),Time\n1,2026-05-01,3,30:00\n' >$f
    done
    sed -i s/05-01/05-02/ log/b/two.csv
    ln -s /etc/passwd log/link.csv
    run_tallypost convert log --to ndjson --quiet --as-of 2026-06-01
    expect_status 0
    [ "$(cut -d, -f1 "$OUT")" = '{"source":"log/a.csv"
{"source":"log/b/two.csv"' ]
}

@test "an empty folder is exit 2" {
    mkdir empty
    run_tallypost check empty
    expect_status 2
    expect_err 'empty: the folder holds no file'
}

@test "one bad file never stops the others" {
    mkdir log
    printf 'Bib,Date,Distance (mi),Time\n1,2026-05-01,3,30:00\n' >log/b.csv
    printf '\x89PNG\r\n\x1a\n0000' >log/a.csv
    run_tallypost check log --as-of 2026-06-01
    expect_status 1
    expect_err 'log/a.csv: error: the file is a PNG picture [not-activities]'
    expect_out_has '1 row: 1 accepted'
}
