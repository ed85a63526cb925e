gzip -nc rows | head -c 300
