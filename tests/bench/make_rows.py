#!/usr/bin/env python3
"""make_rows.py ROWS: a spreadsheet of so many activities on standard output; the same bytes every time.

A participant has at most one activity a day. About one row in fourteen is rejected by event.ini: a day outside, or a pace.
One comment in four stands in quotes, some with a comma, a quote or a line end in it."""
import random
import sys

KINDS = ("Run", "Walk", "Trail Run", "Running", "Hike", "walking")
NOTES = ("", "", "easy", "hilly route", '"long, slow"', '"called it ""fun"""', '"out\nand back"', "Café loop")


def main():
    rows, rng, out = int(sys.argv[1]), random.Random(1), sys.stdout
    out.write("Bib,Name,Activity Type,Date,Distance,Time,Elevation Gain (ft),Comment\n")
    for i in range(rows):
        bib, day = 1000 + i % 40000, i // 40000
        year = 2020 if rng.random() > 0.04 else 2019
        miles = rng.randrange(80, 1300) / 100
        pace = rng.randrange(420, 990) if rng.random() > 0.03 else rng.randrange(100, 160)
        seconds = int(miles * pace)
        out.write(f"{bib},Runner {bib},{rng.choice(KINDS)},{year}-{1 + day // 28 % 12:02}-{1 + day % 28:02},{miles:.2f},"
                  f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02},{rng.randrange(0, 900)},{rng.choice(NOTES)}\n")


main()
