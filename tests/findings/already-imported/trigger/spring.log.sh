"$TALLYPOST" import spring.csv --store race.db --as-of 2026-12-31
