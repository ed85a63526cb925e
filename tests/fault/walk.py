#!/usr/bin/env python3
"""Runs a command again and again, each time with one call that goes wrong, and judges what it leaves behind.

    walk.py TALLYPOST SHIM SCENARIO [EVERY]

SHIM is shim.c, built. Of the calls for memory, which are thousands, every EVERYth fails (1: all of them; some fifty when
not given). Calls of other kinds are few, and each of them fails in its turn. Prints a line for each thing that is wrong,
then how many runs there were. What must hold:

- The program ends with 0, 1 or 4, or killed where the shim kills it. 4 comes with exactly one line on standard error.
- Without 4 all is as without the fault: exit code, outputs, files.
- With 4, or killed, every file is as it was before or as it ought to be. A store may need its journal: what SQLite then
  reads counts. A pack is there as a whole or not at all.
- An input that cannot be read is named and passed over: then the outputs are sound, but hold less.
- An interrupted call, and one that moves a single byte, change nothing.
"""
import gzip
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROWS = """Bib,Date,Distance (mi),Time,Activity,Notes
12,2026-05-31,3.1,31:05,Run,
12,2026-06-01,4.2,39:50,Running,"quoted, note"
31,2026-06-02,6.2,1:15:10,Walk,
31,2026-06-04,3.0,DNF,Run,
99,2026-06-05,3.0,30:00,Run,one of 99
"""
MORE = ROWS + "31,2026-06-09,2.5,29:00,Run,one more\n12,2026-06-10,2.5,24:00,Run,and another\n"
JSON = """{"bib": "31", "date": "2026-05-09", "distance_km": 5.0, "time": "28:10", "activity": "run"}
{"bib": "31", "date": "2026-05-10", "distance_km": 8.04, "time": "1:10:
{"bib": "12", "date": "2026-05-10", "distance_km": 12.5, "time": "1:21:40", "activity": "run"}
"""
EVENT = """[event]
race_id = 12345
event_id = 678901
first_day = 2026-05-01
last_day = 2026-09-30
tally_unit = mi
roster = roster.csv
types = types.json
"""
TYPES = """[{"virtual_race_activity_type_id": 41, "activity_type_text": "run", "standard_activity_type": 1},
{"virtual_race_activity_type_id": 42, "activity_type_text": "walk", "standard_activity_type": 2}]
"""
ROSTER = """Registration ID,First Name,Last Name,Status,Bib,Event
900100202,Ben,Marsh,Active,12,Harbor
900100203,Cleo,Vane,Active,31,Harbor
"""
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from make_zip import STRAVA, gpx, pack, squeeze, strava_row  # noqa: E402

TRACK = gpx("2026-06-02", 2, 0.4)
LOG = (STRAVA + strava_row(1, 2, "Run", "", "", "activities/1.gpx").replace("May", "June") +
       strava_row(2, 31, "Run", 5000, 18, "activities/2.gpx.gz")).encode()
EXPORT = pack([("activities/1.gpx", TRACK), ("activities/2.gpx.gz", squeeze(TRACK)), ("in.zip", pack([("3.gpx", TRACK)])),
               ("activities.csv", LOG)])
BOOK = pathlib.Path(__file__).parent.parent / "fuzz/seeds/xlsx/deflated"
INPUTS = {
    "rows.csv": ROWS.encode(),
    "more.csv": MORE.encode(),
    "latin.csv": ROWS.replace("one", "\xe9t\xe9").encode("latin-1"),
    "log.ndjson": JSON.encode(),
    "log.ndjson.gz": gzip.compress(JSON.encode(), mtime=0),
    "book.xlsx": BOOK.read_bytes(),
    "export.zip": EXPORT,
    "event.ini": EVENT.encode(),
    "roster.csv": ROSTER.encode(),
    "types.json": TYPES.encode(),
}
COMMON = ["--quiet", "--as-of", "2026-06-15", "--event", "../in/event.ini"]
SCENARIOS = {
    "check": ["check", "../in/rows.csv", "../in/log.ndjson", "--report", "json=report.json"],
    "page": ["check", "../in/rows.csv", "--report", "html=page.html", "--report", "csv=report.csv"],
    "formats": ["check", "../in/book.xlsx", "../in/log.ndjson.gz", "--report", "json=report.json"],
    "archive": ["convert", "../in/export.zip", "--to", "ndjson", "--all", "--bib", "12"],
    "rejects": ["check", "../in/latin.csv", "--rejects", "rejects.csv", "--report", "text=report.txt"],
    "convert": ["convert", "../in/rows.csv", "../in/log.ndjson", "--to", "ndjson", "--all"],
    "import": ["import", "../in/rows.csv", "--store", "race.db"],
    "import-more": ["import", "../in/more.csv", "--store", "race.db"],
    "payload": ["payload", "../in/rows.csv", "--out", "pack"],
}
FAULTS = [("read", "EIO"), ("read", "EINTR"), ("write", "ENOSPC"), ("write", "EINTR"), ("write", "KILL"), ("sync", "EIO"),
          ("sync", "KILL"), ("open", "EMFILE"), ("open", "EACCES"), ("rename", "EIO"), ("rename", "KILL"),
          ("truncate", "EIO"), ("malloc", "ENOMEM")]
LEFT_BY_A_KILL = (".part-", ".tallypost-part", "-journal")


class Result:
    def __init__(self, code, out, err, files):
        self.code, self.out, self.err, self.files = code, out, err, files


class Walk:
    def __init__(self, program, shim, scenario, every):
        self.program, self.shim, self.scenario, self.every = program, shim, scenario, every
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # nothing there waits for a disk
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="tallypost-fault-", dir=memory))
        self.work = self.top / "work"
        (self.top / "in").mkdir()
        for name, data in INPUTS.items():
            (self.top / "in" / name).write_bytes(data)
        self.start, self.runs, self.troubles = {}, 0, 0

    def run(self, arguments, fault=None, counts=None):
        """In a folder that holds what `start` says."""
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "tmp").mkdir(parents=True)
        for name, data in self.start.items():
            (self.work / name).write_bytes(data)
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "tmp", "LD_PRELOAD": str(self.shim)}
        env.update({"FAULT": fault} if fault else {}, **({"FAULT_COUNTS": str(counts)} if counts else {}))
        done = subprocess.run([self.program, *arguments, *COMMON], cwd=self.work, env=env, capture_output=True,
                              timeout=30, stdin=subprocess.DEVNULL)
        files = {str(path.relative_to(self.work)): path.read_bytes() for path in self.work.rglob("*") if path.is_file()}
        return Result(done.returncode, done.stdout, done.stderr, files)

    def store_text(self, files):
        """What SQLite reads from the store, with the journal where there is one."""
        folder = self.top / "look"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, data in files.items():
            if name.startswith("race.db"):
                (folder / name).write_bytes(data)
        store = sqlite3.connect(folder / "race.db")
        try:
            check = store.execute("PRAGMA integrity_check").fetchall()
            return "\n".join(store.iterdump()) if check == [("ok",)] else f"damaged: {check}"
        except sqlite3.Error as error:
            return f"damaged: {error}"
        finally:
            store.close()

    def judge_store(self, got, good):
        text = self.store_text(got.files)
        if text != self.store_text(good.files) and not (self.start and text == self.store_text(self.start)):
            yield f"the store is neither as before nor whole: {text[:200]}"

    def judge_files(self, got, good, abrupt):
        """After a failure."""
        for name, data in got.files.items():
            if abrupt and any(mark in name for mark in LEFT_BY_A_KILL):
                continue
            if data in (good.files.get(name), self.start.get(name)):
                continue
            if name == "race.db":
                yield from self.judge_store(got, good)
            elif name != "race.db-journal":
                yield f"{name} was left behind"
        for name in self.start:
            if name not in got.files:
                yield f"{name} is gone"
        pack = {name for name in good.files if name.startswith("pack/")}
        there = pack & got.files.keys()
        if there and there != pack:
            yield f"of the pack there is only {sorted(there)}"

    def judge_sound(self, got):
        """What was written without an input."""
        try:
            for name, data in got.files.items():
                if name == "report.json":
                    totals = json.loads(data)["totals"]
                    if totals["rows"] != sum(totals[key] for key in ("accepted", "rejected", "skipped", "blank")):
                        yield "the books do not balance"
                elif name == "race.db" and self.store_text(got.files).startswith("damaged"):
                    yield "the store is damaged"
                elif name == "pack/manifest.json":
                    for request in json.loads(data)["requests"]:
                        json.loads(got.files["pack/" + request["file"]])
                elif ".part-" in name:
                    yield f"{name} was left behind"
            if self.scenario == "convert":
                [json.loads(line) for line in got.out.splitlines()]
        except (ValueError, KeyError) as error:
            yield f"what was written is not whole: {error!r}"

    def judge(self, got, good, fault):
        call, _, kind = fault.split(":")
        must_succeed = kind in ("EINTR", "SHORT")
        if got.code == -9 and kind == "KILL":
            yield from self.judge_files(got, good, True)
        elif got.code == 4 and not must_succeed:
            lines = got.err.decode(errors="replace").splitlines()
            if len(lines) != 1 or len(lines[0]) < 20:
                yield f"standard error is not one line: {lines}"
            if any(name.encode() in got.err for name in INPUTS):
                yield from self.judge_sound(got)
            else:
                yield from self.judge_files(got, good, call == "malloc")
        elif call == "malloc" and b"zip container is damaged" in got.files.get("report.json", b""):
            yield from self.judge_sound(got)  # libzip says so where it was refused a few bytes of memory
        elif got.code != good.code:
            yield f"exit code {got.code}: {got.err.decode(errors='replace')[-300:]}"
        else:
            for what in ("out", "err", "files"):
                if getattr(got, what) != getattr(good, what):
                    yield f"{what} is not as it ought to be"

    def attempt(self, arguments, good, fault):
        self.runs += 1
        try:
            wrong = list(self.judge(self.run(arguments, fault), good, fault))
        except subprocess.TimeoutExpired:
            wrong = ["hangs"]
        for line in wrong:
            print(f"{self.scenario} with {fault}: {line}")
        self.troubles += len(wrong)

    def walk(self):
        arguments = SCENARIOS[self.scenario]
        if self.scenario == "import-more":
            self.start = {"race.db": self.run(SCENARIOS["import"]).files["race.db"]}
        counts_file = self.top / "counts"
        good = self.run(arguments, counts=counts_file)
        counts = {call: int(number) for call, number in (line.split() for line in counts_file.read_text().splitlines())}
        if good.code != 1 or good.err:
            sys.exit(f"{self.scenario} does not work: exit code {good.code}, {good.err.decode()}")
        if counts["malloc"] < 100 or counts["read"] < 5:
            sys.exit("the shim counts nothing")
        for call, kind in FAULTS:
            step = 1 if call != "malloc" else self.every or counts["malloc"] // 50
            for n in range(1, counts[call] + 1, step):
                self.attempt(arguments, good, f"{call}:{n}:{kind}")
        for n in range(1, counts["write"] + 1, 3):
            self.attempt(arguments, good, f"write:{n}+:ENOSPC")
        self.attempt(arguments, good, "read:1+:SHORT")
        self.attempt(arguments, good, "write:1+:SHORT")
        shutil.rmtree(self.top)
        print(f"{self.scenario}: {self.runs} runs, {self.troubles} troubles")
        return self.troubles == 0 and self.runs > 40


def main():
    program, shim, scenario = sys.argv[1:4]
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    sys.exit(0 if Walk(os.path.abspath(program), os.path.abspath(shim), scenario, every).walk() else 1)


if __name__ == "__main__":
    main()
