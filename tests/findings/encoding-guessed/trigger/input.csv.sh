iconv -f UTF-8 -t WINDOWS-1252 rows
