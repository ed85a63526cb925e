# As the trigger, but two of the rows are in miles as the header says: 91 in a hundred prove nothing.
echo 'Bib,Date,Distance (mi),Time,Avg Pace (min/km)'
i=1
while [ $i -le 18 ]; do
    echo "$i,2026-05-0$((i % 9 + 1)),$((5 + i % 3)).0,$(((5 + i % 3) * 6)):00,6:00"
    i=$((i + 1))
done
echo '21,2026-05-11,4.0,38:38,6:00'
echo '22,2026-05-12,4.0,38:38,6:00'
