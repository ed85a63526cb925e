#!/usr/bin/env python3
"""make_tracks.py POINTS FOLDER: one.gpx with that many points in tracks of an hour, one a day; the same points in 2,000
files of the folder many, and these in many.zip. The same bytes every time."""
import datetime
import math
import os
import random
import sys
import zipfile

POINTS_A_TRACK, FILES = 3600, 2000


def track(number, points, rng):
    start = datetime.datetime(2026, 1, 1, 7) + datetime.timedelta(days=number % 300, hours=number // 300)
    lat, lon, climb, heading = 43.0 + number % 50 * 0.01, -70.0, 20.0, rng.random() * 6.283
    lines = ['<trk><name>Run %d</name><type>running</type><trkseg>' % number]
    for i in range(points):
        heading += rng.uniform(-0.1, 0.1)
        lat += 2.7e-5 * math.cos(heading)
        lon += 3.7e-5 * math.sin(heading)
        climb += rng.uniform(-0.3, 0.3)
        time = (start + datetime.timedelta(seconds=i)).strftime('%Y-%m-%dT%H:%M:%SZ')
        lines.append('<trkpt lat="%.7f" lon="%.7f"><ele>%.1f</ele><time>%s</time></trkpt>' % (lat, lon, climb, time))
    return '\n'.join(lines) + '\n</trkseg></trk>\n'


def write(path, tracks):
    with open(path, 'w', encoding='ascii') as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="bench" '
                  'xmlns="http://www.topografix.com/GPX/1/1">\n')
        out.writelines(tracks)
        out.write('</gpx>\n')


def main():
    points, folder = int(sys.argv[1]), sys.argv[2]
    rng = random.Random(1)
    whole, rest = divmod(points, POINTS_A_TRACK)
    sizes = [POINTS_A_TRACK] * whole + ([rest] if rest else [])
    write(os.path.join(folder, 'one.gpx'), (track(i, n, rng) for i, n in enumerate(sizes)))
    many = os.path.join(folder, 'many')
    os.mkdir(many)
    with zipfile.ZipFile(many + '.zip', 'w', zipfile.ZIP_DEFLATED) as packed:
        for i in range(FILES):
            path = os.path.join(many, '%04d.gpx' % i)
            write(path, [track(i, max(1, points // FILES), rng)])
            packed.write(path, 'activities/%04d.gpx' % i)


main()
