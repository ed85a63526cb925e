# 1000 characters, one of them of two bytes.
echo 'Bib,Date,Distance (mi),Time,Activity,Comment'
printf '7,2026-05-01,3.1,31:05,Run,'
i=0
while [ $i -lt 100 ]; do
    [ $i -eq 0 ] && printf "ten chars" || printf "ten chars "
    i=$((i + 1))
done
printf '\303\251\n'
