tr '\n' '\r' <rows
