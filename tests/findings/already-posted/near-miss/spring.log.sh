"$TALLYPOST" import spring.csv --store race.db --as-of 2026-12-31
python3 -c 'import sqlite3; s = sqlite3.connect("race.db"); s.execute("UPDATE activity SET tally_split_num = 7"); s.commit()'
