echo 'Bib,Date,Distance (mi),Time,Activity,Notes'
printf '7,2026-05-01,3.1,31:00,Run,'
head -c 1048577 /dev/zero | tr '\0' x
printf '\n9,2026-05-01,4,44:00,Run,short\n'
