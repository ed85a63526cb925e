printf 'Bib,Date,Distance (mi),Time,Activity,Notes\n7,2026-05-01,3.1,31:00,Run,wind\007y\n'
