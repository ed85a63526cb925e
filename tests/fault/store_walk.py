#!/usr/bin/env python3
"""The commands that change a store, each time with one call that goes wrong, and then once more without.

    store_walk.py TALLYPOST SHIM SCENARIO [RUNS]

SHIM is shim.c, built. RUNS: at so many random points (the seed is printed), else at every point and at some of the calls
for memory. What must hold:

- The program ends with 0, 1 or 4, or killed where the shim kills it. 4 comes with exactly one line on standard error.
- The store is sound, whatever happened.
- The same command given again ends well, and then everything is as if nothing had ever gone wrong: the store says the
  same, and every file of the pack is there with the same bytes. A kill may leave a folder that nobody was told of.
"""
import os
import pathlib
import random
import shutil
import subprocess
import sys

from walk import COMMON, FAULTS, ROWS, Result, Walk

STORE = ["--store", "race.db"]
IMPORT = ["import", "../in/rows.csv", *STORE, *COMMON]
PACK = ["payload", *STORE, "--out", "pack", "--event", "../in/event.ini", "--as-of", "2026-06-15"]
ANSWERS = {
    "0001-reg-900100202.json": '{"tally_split_nums": [4, 5]}',
    "0001-reg-900100202.status": "200 posted",
    "0002-reg-900100203.unknown": "curl: (52) Empty reply from server",
}
PAGE = ('{"activities": [{"tally_split_num": 9, "tally_split_date": "2026-06-02", "result_split_tally_value": 9977933,'
        ' "submitted_time_in_ms": 4510000}]}')
# What is done before, and the command.
SCENARIOS = {
    "import": ([], IMPORT),
    "payload": ([IMPORT], PACK),
    "receipts": ([IMPORT, PACK, "answers"], ["receipts", *STORE, "pack", "--as-of", "2026-06-16"]),
    "undo": ([IMPORT], ["undo", *STORE, "1"]),
    "undo-pack": ([IMPORT, PACK], ["undo", *STORE, "pack-1"]),
    "report": ([IMPORT, PACK], ["report", *STORE]),
}


class StoreWalk(Walk):
    def __init__(self, program, shim, scenario):
        super().__init__(program, shim, scenario, 0)
        self.before, self.command = SCENARIOS[scenario]

    def execute(self, arguments, fault=None, counts=None):
        """In the work folder as it is."""
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "tmp", "LD_PRELOAD": str(self.shim)}
        env.update({"FAULT": fault} if fault else {}, **({"FAULT_COUNTS": str(counts)} if counts else {}))
        done = subprocess.run([self.program, *arguments], cwd=self.work, env=env, capture_output=True, timeout=30,
                              stdin=subprocess.DEVNULL)
        files = {str(path.relative_to(self.work)): path.read_bytes() for path in self.work.rglob("*") if path.is_file()}
        return Result(done.returncode, done.stdout, done.stderr, files)

    def prepare(self):
        """Does what comes before, once; later the folder is copied."""
        self.kept = self.top / "kept"
        (self.work / "tmp").mkdir(parents=True)
        for step in self.before:
            if step == "answers":
                for folder, files in (("responses", ANSWERS), ("read-back", {"0002-reg-900100203.page-1.json": PAGE})):
                    (self.work / "pack" / folder).mkdir()
                    for name, text in files.items():
                        (self.work / "pack" / folder / name).write_text(text)
            elif self.execute(step).code not in (0, 1):
                sys.exit(f"{step} does not work")
        shutil.copytree(self.work, self.kept)

    def reset(self):
        shutil.rmtree(self.work)
        shutil.copytree(self.kept, self.work)

    def told(self, files):
        """What there is to compare; folders that a kill left behind are nobody's."""
        rest = {name: data for name, data in files.items() if name.startswith("pack/") and "/post.lock-" not in name}
        return self.store_text(files) if "race.db" in files else "", rest

    def judge_run(self, got, good, fault):
        if got.code == -9 and fault.endswith("KILL"):
            pass
        elif got.code == 4:
            if len(got.err.decode(errors="replace").splitlines()) != 1:
                yield f"standard error is not one line: {got.err.decode(errors='replace')}"
        elif got.code != good.code and not (got.code in (0, 1) and "open" in fault):
            yield f"exit code {got.code}: {got.err.decode(errors='replace')[-300:]}"
        if "race.db" in got.files and self.store_text(got.files).startswith("damaged"):
            yield "the store is damaged"

    def judge_again(self, again, good):
        if again.code not in (0, 1):
            yield f"given again it ends with {again.code}: {again.err.decode(errors='replace')[-300:]}"
        (store, files), (good_store, good_files) = self.told(again.files), self.told(good.files)
        if store != good_store:
            yield "given again the store is another: " + "; ".join(
                line for line in sorted(set(store.splitlines()) ^ set(good_store.splitlines())))[:600]
        if files != good_files:
            yield f"given again the pack is another: {sorted(set(files) ^ set(good_files))}"

    def attempt_store(self, good, fault):
        self.runs += 1
        self.reset()
        try:
            wrong = list(self.judge_run(self.execute(self.command, fault), good, fault))
            wrong += list(self.judge_again(self.execute(self.command), good))
        except subprocess.TimeoutExpired:
            wrong = ["hangs"]
        for line in wrong:
            print(f"{self.scenario} with {fault}: {line}")
        self.troubles += len(wrong)

    def points(self, counts, runs):
        if runs:
            seed = random.randrange(1 << 30)
            rng = random.Random(seed)
            print(f"{self.scenario}: seed {seed}")
            for _ in range(runs):
                call, kind = rng.choice([one for one in FAULTS if counts[one[0]]])
                yield f"{call}:{rng.randint(1, counts[call])}:{kind}"
            return
        for call, kind in FAULTS:
            for n in range(1, counts[call] + 1, 1 if call != "malloc" else max(1, counts["malloc"] // 30)):
                yield f"{call}:{n}:{kind}"
        for n in range(1, counts["write"] + 1, 3):
            yield f"write:{n}+:ENOSPC"

    def walk_store(self, runs):
        self.prepare()
        counts_file = self.top / "counts"
        good = self.execute(self.command, counts=counts_file)
        if good.code not in (0, 1):
            sys.exit(f"{self.scenario} does not work: {good.code}, {good.err.decode()}")
        counts = {call: int(number) for call, number in (line.split() for line in counts_file.read_text().splitlines())}
        for fault in self.points(counts, runs):
            self.attempt_store(good, fault)
        shutil.rmtree(self.top)
        print(f"{self.scenario}: {self.runs} runs, {self.troubles} troubles")
        return self.troubles == 0 and self.runs > 20


def main():
    program, shim, scenario = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    assert ROWS and pathlib.Path(shim).exists()
    sys.exit(0 if StoreWalk(os.path.abspath(program), os.path.abspath(shim), scenario).walk_store(runs) else 1)


main()
