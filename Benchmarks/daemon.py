"""Start to ready, memory while idle, targets file to the first order, one demo day: real processes."""

import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

BIN, WORK = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ROOT = pathlib.Path(__file__).resolve().parents[1]
RUNS = 7


def run(name, *arguments):
    subprocess.run([BIN / name, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def folder(name):
    path = WORK / name
    path.mkdir(mode=0o700)
    (path / "bridge.secret").write_text("benchmark")
    (path / "bridge.secret").chmod(0o600)
    return path


def config(path, targets, calendar, extra=""):
    file = path / "qmtd.toml"
    file.write_text(f"""
[account]
id = "88001234"
simulated = true
[bridge]
endpoint = "unix:{path}/qmt.sock"
secret_file = "bridge.secret"
clock = "session"
[targets]
directory = "{targets}"
poll_s = 600
[calendar]
file = "{calendar}"
[journal]
file = "journal.sqlite"
[control]
socket = "control.sock"
{extra}
""")
    return file


def simulated(path, warehouse, first, last, cash="10000000"):
    process = subprocess.Popen(
        [BIN / "qmtsim", "serve", "--history", warehouse, "--from", first, "--to", last, "--account", "88001234",
         "--cash", cash, "--listen", f"unix:{path}/qmt.sock", "--secret", path / "bridge.secret", "--state",
         path / "broker.state"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout.readline().startswith("listening")
    return process


def median(name, values, unit):
    values = sorted(values)
    print(f"{name}: median {statistics.median(values):.1f} {unit}, min {values[0]:.1f}, max {values[-1]:.1f} over {len(values)} runs")


run("qmtlab", "synthesize", "--scenario", ROOT / "sim" / "market.json", "--out", WORK / "tables")
run("qmtlab", "import", "--tables", WORK / "tables", "--warehouse", WORK / "synthetic")
tables = WORK / "tables"
for file in (tables / "targets").iterdir():
    file.chmod(0o600)

ready, memory = [], []
for number in range(RUNS):
    path = folder(f"ready{number}")
    file = config(path, tables / "targets", tables / "trading-calendar.csv")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path / "notify"))
        begin = time.perf_counter()
        daemon = subprocess.Popen(
            [BIN / "qmtd", "run", "--config", file], env={**os.environ, "NOTIFY_SOCKET": str(path / "notify")},
            stderr=subprocess.DEVNULL)
        while b"READY=1" not in manager.recv(4096):
            pass
        ready.append((time.perf_counter() - begin) * 1000)
        time.sleep(0.3)
        status = pathlib.Path(f"/proc/{daemon.pid}/status").read_text()
        memory.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    daemon.terminate()
    daemon.wait()
median("qmtd start to ready, new journal", ready, "ms")
median("resident memory while idle", memory, "MiB")

# 500 targets: one strategy that wants many stocks, on a market with enough of them.
big = (ROOT / "sim" / "market.json").read_text()
for old, new in (('"shanghaiMain": 110', '"shanghaiMain": 600'), ('"shenzhenMain": 80', '"shenzhenMain": 500'),
                 ('"dayCount": 60', '"dayCount": 24'), ('"count": 20', '"count": 500'), ('"everyDays": 5', '"everyDays": 2'),
                 ('"2026-09-10", "2026-09-11", "2026-10-14"', '"2026-08-20"'), ("2026-08-19", "2026-08-19")):
    big = big.replace(old, new)
(WORK / "big.json").write_text(big)
run("qmtlab", "synthesize", "--scenario", WORK / "big.json", "--out", WORK / "bigtables")
run("qmtlab", "import", "--tables", WORK / "bigtables", "--warehouse", WORK / "big")
files = sorted((WORK / "bigtables" / "targets").iterdir())
print(f"lines of the first targets file: {len(files[0].read_text().splitlines()) - 1}")

first_order, day_time = [], []
for number in range(RUNS):
    path = folder(f"first{number}")
    targets = path / "targets"
    targets.mkdir(mode=0o700)
    signal_day = files[0].stem
    calendar = (WORK / "bigtables" / "trading-calendar.csv").read_text().split()[1:]
    day = calendar[calendar.index(signal_day) + 1]
    (targets / files[0].name).write_bytes(files[0].read_bytes())
    (targets / files[0].name).chmod(0o600)
    # From reading the file to the order: both moments are in the daemon's log of system calls' order, so the clock is ours:
    # the reading begins at 09:31 of the simulated day, which is when the first order leaves too.
    file = config(path, targets, WORK / "bigtables" / "trading-calendar.csv", '[log]\nlevel = "debug"\n[execution]\nday_start = "09:31:00"\n')
    sim = simulated(path, WORK / "big", day, day, "100000000")
    daemon = subprocess.Popen([BIN / "qmtd", "run", "--config", file], stderr=subprocess.PIPE, text=True)
    began = sent = None
    for line in daemon.stderr:
        if "begins at=" in line and "run " not in line:
            began = time.perf_counter()
        if "order sent" in line and sent is None:
            sent = time.perf_counter()
    daemon.wait()
    sim.terminate()
    sim.wait()
    first_order.append((sent - began) * 1000)
median("day begins (targets not read yet) to the first order on the wire, 500 targets", first_order, "ms")

fifty = (ROOT / "sim" / "market.json").read_text().replace('"count": 20', '"count": 50').replace('"dayCount": 60', '"dayCount": 24').replace(
    ', "2026-09-10", "2026-09-11", "2026-10-14"', "")
(WORK / "fifty.json").write_text(fifty)
run("qmtlab", "synthesize", "--scenario", WORK / "fifty.json", "--out", WORK / "fiftytables")
run("qmtlab", "import", "--tables", WORK / "fiftytables", "--warehouse", WORK / "fifty")
signal_day = sorted((WORK / "fiftytables" / "targets").iterdir())[0].stem
calendar = (WORK / "fiftytables" / "trading-calendar.csv").read_text().split()[1:]
day = calendar[calendar.index(signal_day) + 1]
for file in (WORK / "fiftytables" / "targets").iterdir():
    file.chmod(0o600)
for number in range(RUNS):
    path = folder(f"day{number}")
    file = config(path, WORK / "fiftytables" / "targets", WORK / "fiftytables" / "trading-calendar.csv")
    sim = simulated(path, WORK / "fifty", day, day)
    begin = time.perf_counter()
    subprocess.run([BIN / "qmtd", "run", "--config", file], check=True, stderr=subprocess.DEVNULL)
    day_time.append(time.perf_counter() - begin)
    sim.terminate()
    sim.wait()
median("one day, 50 targets, start to end of the process", day_time, "s")
