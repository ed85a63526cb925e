mkdir before
printf 'Bib,Date,Distance (mi),Time,Activity\n7,2026-05-01,2.5,37:00,Walk\n7,2026-05-02,2.5,37:00,Walk\n' >before/input.csv
(cd before && "$TALLYPOST" import input.csv --store ../race.db --as-of 2026-12-31)
