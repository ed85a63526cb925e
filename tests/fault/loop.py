#!/usr/bin/env python3
"""The whole way, with everything going wrong: import, pack, post, read back, receipts, until all is on RunSignup.

    loop.py TALLYPOST SHIM [SCHEDULES [PEOPLE [ACTIVITIES [SEED]]]]

A stand-in for RunSignup (tests/cli/stand_in.py) fails by a random schedule: lost connections before and after the write,
errors of the server, throttling, half-kept requests, answers that cannot be used. The commands and post.sh are killed at
random places: SHIM (shim.c, built) kills tallypost in the middle of a call, post.sh is killed with all its children. Who
operates it does what tallypost says comes next, and now and then anything else: packs too early, sends and takes in any
pack again, undoes imports and packs, imports again.

Each schedule prints its seed. In the end, with the faults off, the stand-in must hold each accepted activity exactly
once, with its own values, and the store must say so.
"""
import collections
import os
import pathlib
import random
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "cli"))
import stand_in  # noqa: E402

EVENT = "[event]\nname = Loop\nrace_id = 1\nevent_id = 2\ntally_unit = mi\n[type run]\nid = 41\n"
FAULTS = ("throttle 429 503 500 500-kept part v1 v2 200-error fewer xml empty html moved lost drop cut 401 keys "
          "lost drop cut 500-kept part").split()
KILLS = ("write", "sync", "open", "rename", "truncate", "read")
MOST_STEPS = 400


class Server(stand_in.Server):
    def __init__(self, rng, rate):
        self.rng, self.rate = rng, rate
        super().__init__()

    def next_step(self):
        if self.rng.random() >= self.rate:
            return "ok"
        return "slow" if self.rng.random() < 0.01 else self.rng.choice(FAULTS)


class Trouble(Exception):
    pass


class Race:
    def __init__(self, program, shim, seed, people, activities):
        self.program, self.shim, self.seed = program, shim, seed
        self.rng = random.Random(seed)
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # nothing there waits for a disk
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="tallypost-loop-", dir=memory))
        self.server = Server(random.Random(seed + 1), self.rng.choice((0.05, 0.2, 0.5)))
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.kill_rate = self.rng.choice((0.0, 0.2, 0.5))
        self.meddle_rate = self.rng.choice((0.0, 0.2, 0.5))
        self.packs, self.kills, self.calls, self.log = 0, 0, 0, []
        self.wanted = collections.Counter()
        self.names = self.write_rows(people, activities)
        self.files = self.names[:]

    def write_rows(self, people, activities):
        parts = [[] for _ in range(self.rng.randint(1, 3))]
        seen = set()
        while len(seen) < activities:
            bib, day = self.rng.randint(1, people), self.rng.randint(1, 28)
            miles, minutes = self.rng.randint(100, 2620), self.rng.randint(0, 59)
            seconds = miles * 6 + minutes * 7  # some 10 minutes a mile
            if (bib, day) in seen:
                continue
            seen.add((bib, day))
            time = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            self.rng.choice(parts).append(f"{bib},2026-05-{day:02},{miles / 100:.2f},{time},run,")
            mm = (miles * 1609344 + 50) // 100
            self.wanted[(str(bib), f"2026-05-{day:02}", mm, seconds * 1000)] += 1
        names = []
        for number, rows in enumerate(parts):
            path = self.top / f"rows-{number}.csv"
            path.write_text("Bib,Date,Distance (mi),Time,Type,Comment\n" + "\n".join(rows) + "\n")
            names.append(path.name)
        (self.top / "event.ini").write_text(EVENT)
        return names

    # ---- running things ----

    def environment(self):
        env = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        env.update(LC_ALL="C", TZ="UTC", RSU_API_KEY="key123", RSU_API_SECRET="secret456", RSU_PAUSE="0",
                   RSU_BACKOFF="0", RSU_SETTLE="0", RSU_TIMEOUT="1",
                   RSU_BASE_URL=f"http://127.0.0.1:{self.server.server_port}")
        return env

    def note(self, words, code, text):
        self.log.append(f"$ {' '.join(words)}\n[{code}] {text}")

    def tallypost(self, words, codes=(0, 1)):
        """The output; None when it was killed."""
        env = self.environment()
        if self.rng.random() < self.kill_rate:
            call, number = self.rng.choice(KILLS), self.rng.randint(1, 25)
            env.update(LD_PRELOAD=self.shim, FAULT=f"{call}:{number}:KILL")
        done = subprocess.run([self.program, *words], cwd=self.top, env=env, capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL)
        self.note(["tallypost", *words, env.get("FAULT", "")], done.returncode, done.stdout + done.stderr)
        if done.returncode == -9:
            self.kills += 1
            return None
        if done.returncode == 2 and "first take in the answers: tallypost receipts " in done.stderr:
            return self.tallypost(shlex.split(done.stderr.split("tallypost ", 1)[1])[:3] + [self.pack_in(done.stderr)])
        if done.returncode not in codes:
            raise Trouble(f"{words} ends with {done.returncode}: {done.stderr}")
        return done.stdout

    @staticmethod
    def pack_in(text):
        """The pack's folder at the end of a line that says: tallypost receipts --store RACE.db FOLDER."""
        return text.strip().split("--store race.db ", 1)[1]

    def post(self, words, codes=(0, 1, 3)):
        """sh .../post.sh, perhaps killed; then its lock is removed, as it says."""
        env = self.environment()
        wait = self.rng.uniform(0.0, 0.8) if self.rng.random() < self.kill_rate else None
        process = subprocess.Popen(words, cwd=self.top, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True, start_new_session=True, stdin=subprocess.DEVNULL)
        try:
            output, _ = process.communicate(timeout=wait)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            self.kills += 1
        self.note(words, process.returncode, output)
        lock = pathlib.Path(words[1]).parent / "post.lock"
        if process.returncode == -9:
            shutil.rmtree(lock, ignore_errors=True)
        elif process.returncode == 2 and "type: rm -r post.lock" in output:
            shutil.rmtree(lock)
        elif process.returncode == 2 and "was taken back with tallypost undo" in output:
            pass  # the undo was killed before the store knew; the next command finishes it
        elif process.returncode not in codes:
            raise Trouble(f"{words} ends with {process.returncode}: {output}")

    # ---- the operator ----

    def do_what_is_next(self, said):
        """Carries out the lines that begin with next: and then:. Returns the last output, None when it is not known."""
        for line in said.splitlines():
            order, _, rest = line.partition(": ")
            if order not in ("next", "then"):
                continue
            words = shlex.split(rest)
            if words[0] == "nothing; all":
                return said
            if words[:2] == ["sh", words[1]] and words[1].endswith("post.sh"):
                self.post(words)
            elif words[:2] == ["tallypost", "payload"]:
                self.packs += 1
                return self.tallypost(["payload", "--store", "race.db", "--out", f"pack {self.packs}"]) and None
            elif words[:2] == ["tallypost", "import"]:
                self.files = self.names[:]
            elif words[0] == "tallypost":
                return self.tallypost(words[1:])
        return None

    def import_next(self):
        if self.tallypost(["import", self.files[0], "--store", "race.db", "--event", "event.ini", "--as-of",
                           "2026-06-01", "--quiet"]) is not None:
            self.files.pop(0)

    def meddle(self):
        """Something that nobody said is next; it may be refused, but must do no harm."""
        store, packs = ["--store", "race.db"], [path for path in self.top.glob("pack *")
                                                 if path.is_dir() and ".part-" not in path.name]
        pack = self.rng.choice(packs) if packs else None
        action = self.rng.choice(("payload", "post", "read back", "receipts", "undo pack", "undo batch", "import"))
        if action == "payload":
            self.packs += 1
            self.tallypost(["payload", *store, "--out", f"pack {self.packs}"])
        elif action == "undo batch":
            self.tallypost(["undo", *store, str(self.rng.randint(1, 4))], (0, 1, 2))
            self.files = self.names[:]
        elif action == "import":
            self.files = self.names[:]
        elif pack and action == "post":
            self.post(["sh", str(pack / "post.sh"), *self.rng.choice(([], ["--limit", "2"]))], (0, 1, 2, 3))
        elif pack and action == "read back":
            self.post(["sh", str(pack / "post.sh"), "--read-back"], (0, 1, 2, 3))
        elif pack and action == "receipts":
            self.tallypost(["receipts", *store, str(pack)], (0, 1, 2))
        elif pack:
            self.tallypost(["undo", *store, str(pack)], (0, 1, 2))

    def operate(self):
        said = None
        for step in range(MOST_STEPS):
            if step > MOST_STEPS // 2:
                self.server.rate = self.kill_rate = self.meddle_rate = 0
            if self.files and (step == 0 or self.rng.random() < 0.2 or (said and "next: nothing" in said)):
                self.import_next()
                said = None
                continue
            if not (self.top / "race.db").exists():
                continue
            if self.rng.random() < self.meddle_rate:
                self.meddle()
                said = None
                continue
            if not said:
                said = self.tallypost(["report", "--store", "race.db"])
                continue
            if "next: nothing" in said:
                if self.server.rate == 0 or self.rng.random() < 0.5:
                    return
                said = None
                continue
            said = self.do_what_is_next(said)
        raise Trouble("there is no end to it")

    # ---- the judge ----

    def check(self):
        held = collections.Counter()
        for whose, rows in self.server.books.held.items():
            for row in rows:
                held[(whose.split()[-1], row["tally_split_date"], row["result_split_tally_value"],
                      row["submitted_time_in_ms"])] += 1
        if held != self.wanted:
            raise Trouble(f"lost: {list((self.wanted - held).items())[:5]}, too many: {list((held - self.wanted).items())[:5]}")
        store = sqlite3.connect(self.top / "race.db")
        for sql, expected in (
                ("PRAGMA integrity_check", "ok"), ("PRAGMA foreign_key_check", None),
                ("SELECT count(*) FROM unposted", 0),
                ("SELECT count(*) FROM request WHERE state IN ('unknown', 'ready', 'sent')", 0),
                ("SELECT count(*) FROM activity WHERE tally_split_num IS NULL", 0),
                ("SELECT count(*) FROM read_back WHERE verdict <> 'confirmed'", 0),
                ("SELECT count(*) FROM activity", sum(self.wanted.values()))):
            row = store.execute(sql).fetchone()
            if (row[0] if row else None) != expected:
                raise Trouble(f"{sql}: {row}, expected {expected}")
        store.close()
        for path in self.top.rglob("*"):
            if path.is_file() and any(word in path.read_bytes() for word in (b"key123", b"secret456")):
                raise Trouble(f"{path} holds a key")
            if "pack " in str(path) and path.stat().st_mode & 0o077:
                raise Trouble(f"{path} can be read by others")

    def run(self):
        try:
            self.operate()
            self.check()
        except (Trouble, subprocess.TimeoutExpired, OSError) as trouble:
            print(f"seed {self.seed}: {trouble}")
            print("\n".join(self.log[-12:]))
            return False
        finally:
            self.server.shutdown()
            self.server.server_close()
            shutil.rmtree(self.top, ignore_errors=True)
        print(f"seed {self.seed}: {sum(self.wanted.values())} activities, {len(self.log)} commands, {self.kills} kills, "
              f"faults {self.server.rate:.2f}, {self.packs} packs: each is there once", flush=True)
        return True


def main():
    program, shim = (os.path.abspath(name) for name in sys.argv[1:3])
    schedules, people, activities, seed = (
        int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((3, 5), (4, 8), (5, 40), (6, 1)))
    bad = sum(not Race(program, shim, seed + i, people, activities).run() for i in range(schedules))
    print(f"{schedules} schedules, {bad} bad")
    sys.exit(1 if bad else 0)


main()
