gzip -nc rows
