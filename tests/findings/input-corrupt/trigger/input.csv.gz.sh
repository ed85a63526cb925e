# The checksum at the end is of something else.
gzip -nc rows | head -c -8
printf '\1\2\3\4\5\0\0\0'
