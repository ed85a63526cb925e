#!/usr/bin/env python3
"""Makes the seeds of fuzz_fit: the files of tests/cli/make_fit.py with fewer records.

    tests/fuzz/make_fit_seeds.py tests/fuzz/seeds/fit

The same bytes come out of every run."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
sys.dont_write_bytecode = True
import make_fit  # noqa: E402

LARGE = 20000  # such a file makes no better mutations


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    records = make_fit.Fit.records
    make_fit.Fit.records = lambda fit, count, *given, **named: records(fit, count // 30, *given, **named)
    for name, make in make_fit.FILES.items():
        data = make()
        if len(data) < LARGE:
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
