# Two files packed one behind the other are one file.
head -n 2 rows | gzip -nc
tail -n +3 rows | gzip -nc
