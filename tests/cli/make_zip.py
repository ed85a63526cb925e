#!/usr/bin/env python3
"""Tracks, archives and exports for tests/cli/archives.bats, in the folder in which it runs.

    make_zip.py NAME...

Each NAME is a function below that makes what its first line says. The same call makes the same bytes.
"""
import gzip
import io
import os
import random
import sys
import zipfile
import zlib

TIME = (2026, 6, 1, 12, 0, 0)


def gpx(day, minutes=30, km=5.0, sport="running"):
    """A run to the north over hills of 20 m, a point each 30 seconds, from 07:00 UTC."""
    points, count = [], minutes * 2
    for i in range(count + 1):
        second = 7 * 3600 + i * 30
        points.append('<trkpt lat="%.6f" lon="-70.0"><ele>%d</ele><time>%sT%02d:%02d:%02dZ</time></trkpt>\n' % (
            43 + i * km / count / 111.195, abs(i % 40 - 20), day, second // 3600, second // 60 % 60, second % 60))
    return ('<?xml version="1.0"?>\n<gpx version="1.1" creator="Test"><trk><name>Morning</name><type>%s</type><trkseg>\n'
            '%s</trkseg></trk></gpx>\n' % (sport, "".join(points))).encode()


def pack(members, method=zipfile.ZIP_DEFLATED):
    """The bytes of an archive of (name, data) pairs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def save(name, data):
    with open(name, "wb") as file:
        file.write(data)


def table(*days):
    rows = "".join("%d,2026-05-%02d,3,30:00\n" % (day, day) for day in days)
    return ("Bib,Date,Distance (mi),Time\n" + rows).encode()


def squeeze(data):
    return gzip.compress(data, mtime=0)


def same():
    """one track in each way in which it can be handed over"""
    track = gpx("2026-05-02")
    save("run.gpx", track)
    save("run.gpx.gz", squeeze(track))
    save("run", track)
    save("one.zip", pack([("run.gpx", track)]))
    save("stored.zip", pack([("run.gpx", track)], zipfile.ZIP_STORED))
    save("packed.zip", pack([("run.gpx.gz", squeeze(track))]))
    save("outer.zip", pack([("in/one.zip", pack([("run.gpx", track)]))]))


def order():
    """order.zip: members that are not sorted, of several formats"""
    save("order.zip", pack([("z.csv", table(1)), ("b/run.gpx", gpx("2026-05-02")), ("a.csv.gz", squeeze(table(3))),
                            ("Inner.ZIP", pack([("y.csv", table(4)), ("x.csv", table(5))])), ("0.csv", table(6))]))


def bad():
    """bad.zip: a damaged member, one with a password, a picture and one that is cut off in its gzip, among good ones"""
    data = bytearray(pack([("1.csv", table(1)), ("damaged.csv", table(2) + b"#" * 9), ("secret.csv", table(3)),
                           ("4.csv", table(4)), ("cut.csv.gz", squeeze(table(5))[:-12]),
                           ("odd.csv", table(6)), ("7.csv", table(7))], zipfile.ZIP_STORED))
    data[data.index(b"#" * 9) + 3] ^= 1  # so that the checksum is wrong
    for find, flags in ((data.index, -24), (data.rindex, -38)):  # before the name, in its own header and in the directory
        data[find(b"secret.csv") + flags] |= 1
        data[find(b"odd.csv") + flags + 2] = 77  # a way of packing that nobody knows
    save("bad.zip", data)


def cut():
    """cut.zip, cut off; empty.zip, without a member; folders.zip, with folders only; short.zip, four bytes"""
    save("cut.zip", pack([("1.csv", table(1)), ("2.csv", table(2))])[:-40])
    save("empty.zip", pack([]))
    save("folders.zip", pack([("a/", b""), ("a/b/", b"")]))
    save("short.zip", b"PK\3\4")


def big():
    """zip64.zip: with the fields of 64 bits"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        with archive.open(zipfile.ZipInfo("1.csv", TIME), "w", force_zip64=True) as member:
            member.write(table(1))
        limit, zipfile.ZIP_FILECOUNT_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT, 0
        archive.close()
        zipfile.ZIP_FILECOUNT_LIMIT = limit
    save("zip64.zip", out.getvalue())


def names():
    """names.zip: names that are no good as paths, hidden ones, two of one name"""
    save("names.zip", pack([("../../etc/passwd", table(1)), ("/etc/passwd", table(2)), ("a\x1b[31m\n\tb.csv", table(3)),
                            ("n" * 1000 + ".csv", table(4)), ("C:\\run\\5.csv", table(5)), ("twice.csv", table(6)),
                            ("twice.csv", table(7)), (".hidden.csv", table(8)), ("a/.b/c.csv", table(8)),
                            ("__MACOSX/._z.csv", b"\0\5\x16\7"), ("\u00e9t\u00e9.csv", table(9)), ("%s%n.csv", table(10))]))


def many():
    """many.zip: 70,000 empty members"""
    save("many.zip", raw_zip([(b"%05d.csv" % i, b"\3\0", 0, 0) for i in range(70000)]))


def deep():
    """deep.zip: archives four deep, each with a table of its own"""
    data = pack([("4.csv", table(4))])
    for depth in (3, 2, 1):
        data = pack([("%d.csv" % depth, table(depth)), ("in.zip", data)])
    save("deep.zip", data)


def swollen(head, block, times):
    """Raw deflate of head and so many blocks, its size; the checksum is left out, since nobody comes to the end of it."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = squeezer.compress(head) + squeezer.flush(zlib.Z_FULL_FLUSH)
    packed = squeezer.compress(block) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return first + packed * times + squeezer.flush(), zlib.crc32(head), len(head) + len(block) * times


def raw_zip(members):
    """An archive of members that are packed already: (name, deflated, crc, size), which may overlap in the file."""
    out, directory, places = bytearray(), bytearray(), {}
    for name, packed, check, size in members:
        fields = (b"\x14\0\0\0\x08\0\0\0\0\0" + check.to_bytes(4, "little") + len(packed).to_bytes(4, "little") +
                  size.to_bytes(4, "little") + len(name).to_bytes(2, "little") + b"\0\0")
        place = len(out)
        out += b"PK\3\4" + fields + name + packed
        directory += b"PK\1\2\x14\0" + fields + bytes(2 + 2 + 2 + 4) + place.to_bytes(4, "little") + name
    end = (b"PK\5\6\0\0\0\0" + 2 * (len(members) % 65536).to_bytes(2, "little") + len(directory).to_bytes(4, "little") +
           len(out).to_bytes(4, "little") + b"\0\0")
    return bytes(out + directory + end)


def bomb():
    """bomb.zip: a table that becomes 2 GiB; bomb.csv.gz; nested-bombs.zip: eight archives within that become 1 GiB each"""
    packed, check, size = swollen(table(1), b"1,2026-05-01,3,30:00\n" * 50000, 2000)
    good = (b"good.csv", *swollen(table(2), b"", 0))
    save("bomb.zip", raw_zip([(b"bomb.csv", packed, check, size), good]))
    save("bomb.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\2\3" + packed + check.to_bytes(4, "little") + size.to_bytes(4, "little"))
    packed = swollen(b"PK\3\4", bytes(1 << 20), 1024)
    save("nested-bombs.zip", raw_zip([(b"%d.zip" % i, *packed) for i in range(8)] + [good]))


def within():
    """within.zip: a workbook, which is an archive, packed once more"""
    with open(sys.path[0] + "/../fuzz/seeds/xlsx/deflated", "rb") as file:
        book = file.read()
    save("book.xlsx", book)
    save("book.xlsx.gz", squeeze(book))
    save("within.zip", pack([("book.xlsx", book)]))


def kinds():
    """kinds.zip: much that is no activity, and one table; nothing.zip: without the table"""
    other = [("media/a.jpg", b"\xff\xd8\xff\xe0....."), ("bikes.csv", b"Bike Name,Bike Brand\nx,y\n"), ("clubs.csv", b""),
             ("readme.txt", b"hello\n")]
    save("kinds.zip", pack(other + [("1.csv", table(1))]))
    save("nothing.zip", pack(other))


STRAVA = ("Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
          "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,"
          "Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain\n")


def strava_row(number, day, kind, metres, seconds, name):
    return '%d,"May %d, 2026, 7:00:00 AM",Morning,%s,,%s,%s,,,false,,,%s,,,%s,%s,%s,,,\n' % (
        number, day, kind, seconds, metres and "%.2f" % (metres / 1000), name, seconds, seconds, metres)


def strava_members():
    rows = [strava_row(1, 2, "Run", 5000, 1800, "activities/1.gpx"),     # as its track
            strava_row(2, 3, "", "", "", "activities/2.gpx.gz"),         # filled by it
            strava_row(3, 4, "Run", 10000, 1800, "activities/3.gpx"),    # contradicts it
            strava_row(4, 5, "Run", 6000, 2400, ""),                     # has none
            strava_row(5, 6, "Run", 7000, 2800, "activities/gone.gpx"),  # is not in the export
            strava_row(6, 7, "Run", 8000, 3200, "activities/6.gpx"),     # its track is damaged
            strava_row(7, 8, "Run", 5000, 1500, "activities/7.gpx")]     # another time
    return [("activities/1.gpx", gpx("2026-05-02")), ("activities/2.gpx.gz", squeeze(gpx("2026-05-03"))),
            ("activities/3.gpx", gpx("2026-05-04")), ("activities/6.gpx", gpx("2026-05-07")[:900]),
            ("activities/7.gpx", gpx("2026-05-08", 50)), ("activities/9.gpx", gpx("2026-05-10")),
            ("bikes.csv", b"Bike Name,Bike Brand\nx,y\n"), ("media/a.jpg", b"\xff\xd8\xff\xe0....."),
            ("activities.csv", (STRAVA + "".join(rows)).encode())]


def spread(folder, members):
    for name, data in members:
        path = folder + "/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        save(path, data)


def strava():
    """strava.zip and the folder strava: an export whose log comes behind its tracks, with one track that no row names"""
    save("strava.zip", pack(strava_members()))
    spread("strava", strava_members())


def runkeeper():
    """runkeeper.zip: an export of that app"""
    head = ("Activity Id,Date,Type,Route Name,Distance (km),Duration,Average Pace,Average Speed (km/h),Calories Burned,"
            "Climb (m),Average Heart Rate (bpm),Friend's Tagged,Notes,GPX File\n")
    rows = ("a,2026-05-02 07:00:00,Running,,5.00,30:00,6:00,10.00,300,20,,,,2026-05-02-070000.gpx\n"
            "b,2026-05-03 07:00:00,Running,,,,,,300,,,,,2026-05-03-070000.gpx\n"
            "c,2026-05-04 07:00:00,Running,,9.00,30:00,3:20,18.00,300,20,,,,2026-05-04-070000.gpx\n"
            "d,2026-05-05 07:00:00,Running,,6.00,36:00,6:00,10.00,300,20,,,,\n")
    days = ["2026-05-02", "2026-05-03", "2026-05-04", "2026-05-09"]
    save("runkeeper.zip", pack([("%s-070000.gpx" % day, gpx(day)) for day in days] +
                               [("cardioActivities.csv", (head + rows).encode()), ("measurements.csv", b"Date,Weight\n")]))


def mixed():
    """the folder mixed: 300 small files, good, bad, empty and of other kinds, with a log of some of the tracks"""
    random.seed(42)
    members, rows = [], []
    for i in range(300):
        day = "2026-05-%02d" % (i % 28 + 1)
        kind = random.choice(["gpx", "gpx", "gpx.gz", "csv", "csv", "empty", "broken", "text", "zip", "ndjson"])
        data = {"gpx": lambda: gpx(day, 20 + i % 20), "gpx.gz": lambda: squeeze(gpx(day, 20 + i % 20)),
                "csv": lambda: table(*range(1 + i % 5, 20)), "empty": lambda: b"", "broken": lambda: gpx(day)[:700 + i],
                "text": lambda: b"hello %d\n" % i, "zip": lambda: pack([("t.csv", table(i % 28 + 1)), ("g.gpx", gpx(day))]),
                "ndjson": lambda: b'{"bib":"%d","date":"%s","distance_km":5,"time":"30:00"}\n' % (i + 1, day.encode())}[kind]()
        end = {"empty": "csv", "broken": "gpx", "text": "txt"}.get(kind, kind)
        members.append(("%02d/%d-%03d.%s" % (i % 7, i % 50, i, end), data))
        if kind in ("gpx", "broken") and i % 2:
            rows.append(strava_row(i, i % 28 + 1, "Run", "" if i % 3 else 5000, "" if i % 3 else 1800, members[-1][0]))
    spread("mixed", members + [("activities.csv", (STRAVA + "".join(rows)).encode())])


def people():
    """people: tracks in folders and under names that hold bibs"""
    for day, name in enumerate(["0042-morning.gpx", "bib-12_2026-05-02.gpx", "7/ride.gpx", "2026-05-04.gpx",
                                "activity_12345678901.gpx", "12 and 13.gpx"], 1):
        spread("people", [(name, gpx("2026-05-%02d" % day))])
    save("55.zip", pack([("run.gpx", gpx("2026-05-20")), ("activities/run.gpx", gpx("2026-05-21")),
                         ("66/run.gpx", gpx("2026-05-22")), ("readme.txt", b"hello\n")]))


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        globals()[wanted]()
