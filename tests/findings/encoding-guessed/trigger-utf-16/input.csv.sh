iconv -f UTF-8 -t UTF-16LE rows
