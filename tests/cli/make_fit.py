#!/usr/bin/env python3
"""make_fit.py NAME > FILE.fit: a small FIT file of the name, see FILES at the end. `make_fit.py` alone tells the names.

Other scripts import it for Fit, that writes whatever it is told, right or wrong."""
import calendar
import struct
import sys

ENUM, SINT8, UINT8, STRING, BYTE = 0x00, 0x01, 0x02, 0x07, 0x0D
SINT16, UINT16, SINT32, UINT32, UINT32Z, SINT64, UINT64 = 0x83, 0x84, 0x85, 0x86, 0x8C, 0x8E, 0x8F
CODES = {ENUM: "B", SINT8: "b", UINT8: "B", SINT16: "h", UINT16: "H", SINT32: "i", UINT32: "I", UINT32Z: "I"}
FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, WORKOUT, ACTIVITY = 0, 12, 18, 19, 20, 21, 23, 26, 34
RUNNING, CYCLING, TRANSITION, SWIMMING = 1, 2, 3, 5

# Field numbers and types, by names.
FIELDS = {
    FILE_ID: {"type": (0, ENUM), "manufacturer": (1, UINT16), "product_name": (8, STRING)},
    SPORT: {"sport": (0, ENUM), "sub_sport": (1, ENUM), "name": (3, STRING)},
    SESSION: {"timestamp": (253, UINT32), "start": (2, UINT32), "elapsed": (7, UINT32), "timer": (8, UINT32),
              "distance": (9, UINT32), "ascent": (22, UINT16), "sport": (5, ENUM), "sub_sport": (6, ENUM),
              "index": (254, UINT16), "name": (110, STRING)},
    LAP: {"timestamp": (253, UINT32), "start": (2, UINT32), "elapsed": (7, UINT32), "timer": (8, UINT32),
          "distance": (9, UINT32), "ascent": (21, UINT16), "sport": (25, ENUM), "sub_sport": (39, ENUM)},
    RECORD: {"timestamp": (253, UINT32), "lat": (0, SINT32), "lon": (1, SINT32), "altitude": (2, UINT16),
             "distance": (5, UINT32), "heart_rate": (3, UINT8), "short": (8, BYTE)},
    EVENT: {"timestamp": (253, UINT32), "event": (0, ENUM), "event_type": (1, ENUM)},
    DEVICE_INFO: {"device_index": (0, UINT8), "product_name": (27, STRING)},
    WORKOUT: {"name": (8, STRING)},
    ACTIVITY: {"timestamp": (253, UINT32), "local_timestamp": (5, UINT32), "sessions": (1, UINT16)},
}


def stamp(year, month, day, hour=0, minute=0, second=0):
    return calendar.timegm((year, month, day, hour, minute, second)) - 631065600


START = stamp(2026, 5, 2, 8)


def crc(data):
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def semicircles(degrees):
    return round(degrees * 2**31 / 180)


class Fit:
    def __init__(self, big=False):
        self.order, self.data, self.defined = ">" if big else "<", b"", {}

    def raw(self, data):
        self.data += data
        return self

    def define(self, local, number, fields, developer=()):
        """fields: (number, size, type); developer: (number, size, index)"""
        big = self.order == ">"
        self.raw(struct.pack(self.order + "BBBHB", 0x40 | (0x20 if developer else 0) | local, 0, big, number, len(fields)))
        self.raw(b"".join(bytes(field) for field in fields))
        return self.raw(bytes([len(developer)]) + b"".join(map(bytes, developer))) if developer else self

    def message(self, number, local=0, compressed=None, developer=b"", **values):
        """A data message, and its definition where the one before was another. compressed: the low bits of the time."""
        fields, body = [], b""
        for name, value in values.items():
            field, kind = FIELDS[number][name]
            part = value if isinstance(value, bytes) else value.encode() + b"\0" if isinstance(value, str) else \
                struct.pack(self.order + CODES[kind], value)
            fields.append((field, len(part), kind))
            body += part
        layout = (number, tuple(fields), len(developer))
        if self.defined.get(local) != layout:
            self.define(local, number, fields, [(0, len(developer), 0)] if developer else ())
            self.defined[local] = layout
        header = local if compressed is None else 0x80 | local << 5 | compressed & 0x1F
        return self.raw(bytes([header]) + body + developer)

    def file_id(self, kind=4, **values):
        return self.message(FILE_ID, type=kind, manufacturer=1, **values)

    def records(self, count, start=START, local=1, step=10, metres=30, first=0):
        """One each `step` seconds, `metres` further along the equator, from `first` metres on."""
        for i in range(count):
            self.message(RECORD, local, timestamp=start + i * step, lat=semicircles(0.0001), distance=(first + i * metres) * 100,
                         lon=semicircles((first + i * metres) / 111194.9), altitude=(100 + i % 5 + 500) * 5)
        return self

    def session(self, start=START, elapsed=1800, metres=5000, sport=RUNNING, local=2, **values):
        values.setdefault("timer", elapsed * 1000)
        return self.message(SESSION, local, timestamp=start + elapsed, start=start, elapsed=elapsed * 1000,
                            distance=metres * 100, sport=sport, **values)

    def lap(self, start=START, elapsed=600, metres=2000, local=3, **values):
        return self.message(LAP, local, timestamp=start + elapsed, start=start, elapsed=elapsed * 1000,
                            timer=elapsed * 1000, distance=metres * 100, **values)

    def timer(self, time, kind, local=4):
        return self.message(EVENT, local, timestamp=time, event=0, event_type=kind)

    def activity(self, time=START + 1800, hours=0, local=5):
        return self.message(ACTIVITY, local, timestamp=time, local_timestamp=time + int(hours * 3600), sessions=1)

    def end(self, header=14, size=None, header_crc=None, checksum=None):
        """The file; what is given stands in it in the place of what is right."""
        head = struct.pack("<BBHI4s", header, 0x20, 2100, len(self.data) if size is None else size, b".FIT")
        if header >= 14:
            head += struct.pack("<H", crc(head) if header_crc is None else header_crc) + bytes(header - 14)
        body = head + self.data
        return body + struct.pack("<H", crc(body) if checksum is None else checksum)


def run(**more):
    return Fit().file_id().records(180).session(ascent=42, **more).activity(hours=-4)


def multisport(fit=None, summary_first=False):
    fit = fit or Fit()
    legs = [(0, 1200, 1500, SWIMMING, 18), (1200, 120, 0, TRANSITION, 34), (1320, 3600, 30000, CYCLING, 7)]
    fit.file_id()
    parts = [lambda: [fit.session(START + at, elapsed, metres, sport, sub_sport=sub, index=i)
                      for i, (at, elapsed, metres, sport, sub) in enumerate(legs)],
             lambda: [fit.records(elapsed // 10, START + at, metres=metres * 10 // elapsed)
                      for at, elapsed, metres, *_ in legs]]
    for part in parts if summary_first else reversed(parts):
        part()
    return fit.activity()


def paused():
    fit = Fit().file_id().records(60).timer(START + 600, 4).timer(START + 1500, 0)
    return fit.records(60, START + 1500, first=20000)


def chain():
    second = Fit().file_id().session(START + 86400, 900, 3000).end(header=12)
    return run().end() + Fit().file_id(kind=2).end() + second


def compressed():
    fit = Fit().file_id().message(RECORD, 1, timestamp=START + 30, distance=0)
    for i in range(1, 101):
        fit.message(RECORD, 2, compressed=START + 30 + i * 10, distance=i * 3000)
    return fit


def short_distance():
    fit = Fit().file_id()
    for i in range(101):
        bits = i * 30 * 16 & 0xFFF
        fit.message(RECORD, 1, timestamp=START + i * 10, short=bytes([0, (bits & 0xF) << 4, bits >> 4]))
    return fit


def flood(count):
    fit = Fit().file_id()
    for i in range(count):
        fit.session(START + i * 3600, 600, 2000)
    return fit


INVALID = 0xFFFFFFFF
FILES = {
    "run": lambda: run().end(),
    "header-12": lambda: run().end(header=12),
    "header-crc-zero": lambda: run().end(header_crc=0),
    "header-long": lambda: run().end(header=20),
    "big-endian": lambda: Fit(big=True).file_id().records(180).session(ascent=42).activity().end(),
    "late": lambda: Fit().file_id().session(start=START + 56000).activity(START + 57800, hours=5.5).end(),
    "developer": lambda: Fit().file_id().message(RECORD, 1, developer=b"\1\2\3\4", timestamp=START, distance=0).session().end(),
    "compressed": lambda: compressed().end(),
    "short-distance": lambda: short_distance().end(),
    "names": lambda: Fit().file_id(product_name="Forerunner 255").session(name="Trail Run", sub_sport=3).end(),
    "multisport": lambda: multisport().end(),
    "summary-first": lambda: multisport(summary_first=True).end(),
    "chain": chain,
    "session-twice": lambda: Fit().file_id().session(elapsed=0, metres=0).records(180).session().end(),
    "session-zero": lambda: Fit().file_id().records(181).session(elapsed=0, metres=0).end(),
    "session-empty": lambda: Fit().file_id().records(180).message(
        SESSION, 2, timestamp=INVALID, start=INVALID, elapsed=INVALID, timer=INVALID, distance=INVALID, sport=RUNNING).end(),
    "times-swapped": lambda: Fit().file_id().session(elapsed=1800, timer=2000000).end(),
    "laps": lambda: Fit().file_id().records(120).lap(sport=CYCLING).lap(START + 600, 590, 2100).end(),
    "laps-end-early": lambda: Fit().file_id().records(120).lap().end(),
    "records": lambda: Fit().file_id().message(SPORT, 6, sport=RUNNING, sub_sport=0, name="Run").records(120).end(),
    "paused": lambda: paused().end(),
    "no-clock": lambda: Fit().file_id().records(120, start=1000).session(start=1000).end(),
    "no-type": lambda: Fit().records(120).end(),
    "type-unknown": lambda: Fit().file_id(kind=77).records(120).end(),
    "settings": lambda: Fit().file_id(kind=2).end(),
    "course": lambda: Fit().file_id(kind=6).records(120).lap().end(),
    "empty-activity": lambda: Fit().file_id().end(),
    "crc-wrong": lambda: run().end(checksum=0x1234),
    "header-crc-wrong": lambda: run().end(header_crc=0x1234),
    "cut-off": lambda: Fit().file_id().session().records(180).end()[:2000],
    "cut-off-crc": lambda: run().end()[:-1],
    "cut-off-early": lambda: run().end()[:20],
    "undefined": lambda: Fit().file_id().session().raw(b"\x0B").records(3).end(),
    "definition-odd": lambda: Fit().file_id().session().raw(b"\x41\0\x63\0\0\0").end(),
    "size-zero": lambda: run().end(size=0),
    "size-small": lambda: run().end(size=1000),
    "size-large": lambda: run().end(size=100000),
    "garbage-behind": lambda: run().end() + b"not a FIT file",
    "zeros-behind": lambda: run().end() + bytes(512),
    "sessions-70": lambda: flood(70).end(),
    "field-too-big": lambda: Fit().file_id().define(1, SESSION, [(2, 3, UINT32), (7, 200, UINT32), (9, 0, UINT32)]).raw(
        b"\1" + b"\7" * 203).end(),
    "field-64-bits": lambda: Fit().file_id().define(1, SESSION, [(2, 8, UINT64), (7, 8, SINT64), (9, 8, UINT64), (253, 8, SINT64)]).raw(
        b"\1" + b"\xFE" * 32 + b"\1" + b"\x7F" * 32).end(),
    "fields-most": lambda: Fit().file_id().define(1, 200, [(i, 255, BYTE) for i in range(255)],
                                                  [(0, 255, 0)] * 255).raw(b"\1" + bytes(255 * 510)).session().end(),
    "magic-only": lambda: b"\x0E\x20\0\0\0\0\0\0.FIT",
    "no-magic": lambda: b"\x0E\x20\0\0\0\0\0\0.FAT" + bytes(8),
}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in FILES:
        sys.exit("make_fit.py NAME: one of " + " ".join(FILES))
    sys.stdout.buffer.write(FILES[sys.argv[1]]())


if __name__ == "__main__":
    main()
