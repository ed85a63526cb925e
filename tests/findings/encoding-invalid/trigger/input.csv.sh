cat rows
printf '9,2026-05-02,4,44:00,Run,na\357ve\n'
