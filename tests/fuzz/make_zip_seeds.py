#!/usr/bin/env python3
"""Makes the seeds of fuzz_zip: small archives, with what their names tell.

    tests/fuzz/make_zip_seeds.py tests/fuzz/seeds/zip

The same bytes come out of every run. Most members are stored, not deflated, so that a mutation reaches what they hold.
"""
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from make_zip import STRAVA, gpx, pack, raw_zip, squeeze, strava_row, swollen, table  # noqa: E402

TRACK = gpx("2026-05-02", 2, 0.4)
LOG = (STRAVA + strava_row(1, 2, "Run", "", "", "activities/1.gpx") +
       strava_row(2, 3, "Run", 5000, 1800, "activities/2.gpx.gz")).encode()
STORED = zipfile.ZIP_STORED
SEEDS = {
    "table": pack([("1.csv", table(1, 2))], STORED),
    "deflated": pack([("1.csv", table(1, 2)), ("2.gpx", TRACK)]),
    "export": pack([("activities/1.gpx", TRACK), ("activities/2.gpx.gz", squeeze(TRACK)), ("activities.csv", LOG)], STORED),
    "nested": pack([("in.zip", pack([("1.csv", table(1))], STORED)), ("2.csv", table(2))], STORED),
    "nested-deflated": pack([("in.zip", pack([("1.csv", table(1))]))]),
    "empty": pack([]),
    "folders": pack([("a/", b""), ("a/b/", b"")], STORED),
    "names": pack([("../../x.csv", table(1)), ("\x1b[2J.csv", table(2)), ("\u00e9.csv", table(3)), (".h", b"")], STORED),
    "other": pack([("a.jpg", b"\xff\xd8\xff\xe0"), ("b.txt", b"hello"), ("c.csv", b"")], STORED),
    "cut": pack([("1.csv", table(1))], STORED)[:-20],
    "wrong-checksums": raw_zip([(b"%d.csv" % i, *swollen(table(i), b"x", 9)) for i in range(3)]),
}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in SEEDS.items():
        (folder / name).write_bytes(data)


main()
