"""Runs the replay and its peers in turn on the same data and prints medians; see replay-vs-peers.sh.

CPU of the run phase is compared, as everybody reports it himself: user and system time of the process between loaded
data and a finished equity curve. The replay's result is held against the peers' expected one in every run.
"""

import ast
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

QMTLAB, BENCH, VENVS, DATA, SIZES, RUNS, PEERS = sys.argv[1:8]


def peers():
    """The table of peers, read and not run: name to environment, script and arguments."""
    for node in ast.parse(pathlib.Path(BENCH, "bench.py").read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "PEERS":
            return ast.literal_eval(node.value)
    sys.exit("bench.py has no table of peers")


def last_line(output):
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if not lines:
        sys.exit(f"no line of figures came:\n{output[-2000:]}")
    return json.loads(lines[-1])


def ours(size, out):
    command = [QMTLAB, "replay", "--oracle", os.path.join(DATA, size), "--out", out, "--timings"]
    return last_line(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peer(name, size):
    venv, script, arguments = peers()[name]
    python = os.path.join(VENVS, venv, "bin", "python")
    if not os.path.exists(python):
        sys.exit(f"{name} needs {python}; make that environment, or leave {name} out")
    # One thread: others would spin beside the one that works, and their time would count.
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    command = [python, os.path.join(BENCH, script), os.path.join(DATA, size), *arguments]
    return last_line(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


def spread(values):
    return f"{statistics.median(values) * 1000:9.1f} {min(values) * 1000:9.1f} {max(values) * 1000:9.1f}"


def main():
    base = os.path.join(VENVS, "base", "bin", "python")
    expected = json.loads(pathlib.Path(BENCH, "expected.json").read_text())
    for size in SIZES.split(","):
        if not os.path.exists(os.path.join(DATA, size, "meta.json")):
            subprocess.run(
                [base, os.path.join(BENCH, "make_data.py"), "--size", size, "--out", DATA],
                check=True, stdout=subprocess.DEVNULL)
        rows = {}
        for _ in range(int(RUNS)):
            with tempfile.TemporaryDirectory() as work:
                row = ours(size, os.path.join(work, "out"))
            want = expected[size]["default"]
            if round(row["final_equity"] * 1000) != want["final_equity_li"] or row["orders"] != want["orders"]:
                sys.exit(f"{size}: the result is not the expected one: {row}")
            rows.setdefault("qmtlab", []).append(row)
            for name in PEERS.split(","):
                rows.setdefault(name, []).append(peer(name, size))
        print(f"{size}: {RUNS} runs each, in turn; milliseconds of CPU in the run phase")
        print(f"  {'':22}{'median':>9} {'least':>9} {'most':>9}  {'load':>8}  {'peak MB':>8}  {'orders':>7}  {'ours is':>8}")
        mine = statistics.median(row["cpu_s"] for row in rows["qmtlab"])
        for name, list_ in rows.items():
            cpu = [row["cpu_s"] for row in list_]
            load = statistics.median(row["load_s"] for row in list_) * 1000
            ratio = mine / statistics.median(cpu)
            print(
                f"  {name:22}{spread(cpu)}  {load:8.1f}  {max(row['peak_rss_mb'] for row in list_):8.1f}  "
                f"{list_[-1]['orders']:7}  {ratio:7.3f}x")
        more = rows["qmtlab"][-1]
        print(f"  qmtlab handled {more['events']} events and {more['effects']} effects")


if __name__ == "__main__":
    main()
