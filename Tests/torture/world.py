"""One simulated account under a real daemon: processes, files, and what can be read of both from outside."""

import contextlib
import json
import os
import pathlib
import random
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))
import proxy as wire  # noqa: E402, F401
from programs import BIN, PATIENCE_S, ROOT, Failure, run, standing_still, wait_for  # noqa: E402, F401

ACCOUNT = "88001234"


class Market:
    """Invented bars, and targets that change most of the account every day: a torture wants orders, not gains."""

    def __init__(self, folder, per_day=24, seed=1, invested=0.9):
        self.folder = pathlib.Path(folder)
        tables = self.folder / "tables"
        made = run("qmtlab", "synthesize", "--scenario", ROOT / "Tests" / "torture" / "market.json", "--out", tables)
        assert made.returncode == 0, made.stderr
        rows = (tables / "stock_basic.csv").read_text().split("\n")[1:]
        codes = sorted(row.split(",")[0] for row in rows if row)
        chance = random.Random(seed)
        for file in sorted((tables / "targets").iterdir()):
            lines = ["trade_date,ts_code,target_weight,strategy_name"]
            weight = round(invested / per_day, 6)
            for code in sorted(chance.sample(codes, per_day)):
                lines.append(f"{file.stem},{code},{weight:.6f},torture")
            lines.append(f"{file.stem},CASH,{1 - weight * per_day:.6f},torture")
            file.write_text("\n".join(lines) + "\n")
            file.chmod(0o600)
        imported = run("qmtlab", "import", "--tables", tables, "--warehouse", self.folder / "warehouse")
        assert imported.returncode == 0, imported.stderr
        signal_days = sorted(file.stem for file in (tables / "targets").iterdir())
        calendar = (tables / "trading-calendar.csv").read_text().split()[1:]
        bars = (tables / "bars_daily.csv").read_text().split("\n")[1:]
        last = max(line.split(",", 1)[0] for line in bars if line)
        self.days = [day for day in calendar if signal_days[0] < day <= last]

    @property
    def warehouse(self):
        return self.folder / "warehouse"

    @property
    def targets(self):
        return self.folder / "tables" / "targets"

    @property
    def calendar(self):
        return self.folder / "tables" / "trading-calendar.csv"


class Daemon:
    """A `qmtd run`, and what it tells its service manager."""

    def __init__(self, world, arguments=(), environment=None, limits=None):
        self.path = world.folder / f"notify.{secrets.token_hex(4)}"
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(str(self.path))
        self.status = "not trading"
        self.began = time.monotonic()
        self.log_start = world.daemon_log.stat().st_size if world.daemon_log.exists() else 0
        with world.daemon_log.open("a") as log:
            self.process = subprocess.Popen(
                [BIN / "qmtd", "run", "--config", world.config, *map(str, arguments)], stdout=log, stderr=log,
                env={**os.environ, **(environment or {}), "NOTIFY_SOCKET": str(self.path)}, preexec_fn=limits,
                restore_signals=limits is None)

    @property
    def has_ended(self):
        return self.process.poll() is not None

    def hear(self, seconds):
        """Takes the next status in, if one comes in time."""
        self.manager.settimeout(max(seconds, 0.0001))
        try:
            text = self.manager.recv(4096).decode()
        except (TimeoutError, BlockingIOError):
            return False
        for line in text.split("\n"):
            if line.startswith("STATUS="):
                self.status = line[7:]
        return True

    def drain(self):
        while self.hear(0):
            pass

    @property
    def is_reconciled(self):
        return not self.status.startswith("not trading")

    def wait_reconciled(self, patience=PATIENCE_S):
        """Seconds from the start of the process, or None where it ended before."""
        end = time.monotonic() + patience
        while not self.is_reconciled:
            if not self.hear(0.05) and self.has_ended:
                self.drain()
                return None
            if time.monotonic() > end:
                raise Failure(f"not reconciled after {patience} s: {self.status}")
        return time.monotonic() - self.began

    def signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()
        self.close()

    def close(self):
        self.manager.close()
        self.path.unlink(missing_ok=True)


def running(world, orders=2, hold=None, **options):
    """A world in the middle of a day. With `hold`, a wired one, whose clock does not pass that time of its first day."""
    each = world(**options)
    if hold:
        each.hold(hold)
    each.start_sim()
    each.start_daemon()
    wait_for("orders", lambda: len(each.submitted()) >= orders)
    return each


class World:
    def __init__(self, market, days=None, folder=None, faults=(), heartbeat=None, via=None, options=()):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="qmtd-torture."))
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.market = market
        days = days or market.days
        self.first, self.last = days[0], days[-1]
        self.faults, self.heartbeat, self.options = list(faults), heartbeat, list(options)
        self.sim_socket = self.folder / "qmt.sock"
        self.endpoint = via or self.sim_socket
        (self.folder / "bridge.secret").write_text(secrets.token_hex(32))
        (self.folder / "bridge.secret").chmod(0o600)
        self.sim = self.daemon = self.proxy = None
        self.daemon_log = self.folder / "qmtd.log"
        self.journal = self.folder / "journal.sqlite"
        self.state = self.folder / "broker.state"
        self._state_offset, self._inputs = 0, []
        self.write_config()

    @property
    def config(self):
        return self.folder / "qmtd.toml"

    def write_config(
        self, extra="", clock="session", bridge="", targets=None, journal="journal.sqlite", skew=60000, disk=""
    ):
        self.config.write_text(f"""
[account]
id = "{ACCOUNT}"
simulated = true
[bridge]
endpoint = "unix:{self.endpoint}"
secret_file = "bridge.secret"
clock = "{clock}"
clock_skew_max_ms = {skew}
{bridge}
[targets]
directory = "{targets or self.market.targets}"
poll_s = 600
[calendar]
file = "{self.market.calendar}"
[journal]
file = "{journal}"
{disk}
[control]
socket = "control.sock"
{extra}
""")

    # Processes

    def start_sim(self):
        arguments = [
            "serve", "--history", self.market.warehouse, "--from", self.first, "--to", self.last, "--account", ACCOUNT,
            "--listen", f"unix:{self.sim_socket}", "--secret", self.folder / "bridge.secret", "--state", self.state,
            *self.options,
        ]
        for fault in self.faults:
            arguments += ["--fault", fault]
        if self.heartbeat:
            arguments += ["--heartbeat", self.heartbeat]
        with (self.folder / "qmtsim.err").open("a") as errors:
            self.sim = subprocess.Popen(
                [BIN / "qmtsim", *map(str, arguments)], stdout=subprocess.PIPE, stderr=errors, text=True)
        said = self.sim.stdout.readline()
        if not said.startswith("listening on"):
            raise Failure(f"qmtsim does not serve: {(self.folder / 'qmtsim.err').read_text()[-2000:]}")

    def kill_sim(self):
        self.sim.kill()
        self.sim.wait()
        self.sim.stdout.close()

    def start_daemon(self, *arguments, **options):
        if self.daemon:
            self.daemon.close()
        self.daemon = Daemon(self, arguments, **options)
        return self.daemon

    def hold(self, time):
        """The clock does not pass this time of the first day until the proxy lets go."""
        self.proxy.hold(f"{self.first}T{time}")

    def finish(self):
        """The daemon runs to the end of the simulated history and leaves with 0."""
        seen, end = -1, 0
        while not self.daemon.has_ended:
            # A service manager that does not listen holds up whoever tells it something.
            self.daemon.hear(0.02)
            # A busy machine is slow; only a side that is asked for nothing more stands still.
            if (size := self.state.stat().st_size) != seen:
                seen, end = size, time.monotonic() + PATIENCE_S
            if time.monotonic() > end:
                raise Failure(f"the days do not end: {self.daemon.status}; log: {self.log()[-1500:]}")
        code = self.daemon.process.returncode
        if code != 0:
            raise Failure(f"qmtd left with {code}: {self.log()[-3000:]}")

    def log(self):
        return self.daemon_log.read_text(errors="replace")

    def stop(self):
        for process in (self.daemon and self.daemon.process, self.sim):
            if process and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if self.daemon:
            self.daemon.close()
        if self.sim:
            self.sim.stdout.close()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    # The broker's own books

    def inputs(self):
        """Every whole line of the simulated side's state file: all that was ever asked of it and changed something."""
        if not self.state.exists():
            return []
        with self.state.open("rb") as file:
            file.seek(self._state_offset)
            data = file.read()
        whole = data.rfind(b"\n") + 1
        self._inputs += [json.loads(line) for line in data[:whole].split(b"\n") if line]
        self._state_offset += whole
        return self._inputs

    def submitted(self):
        return [entry["submitted"]["_0"] for entry in self.inputs() if "submitted" in entry]

    def ids(self):
        """Of the orders that reached the broker."""
        return {order["clientOrderID"] for order in self.submitted()}

    # The daemon's journal

    def rows(self, sql, *values, journal=None):
        """From the journal by a reader of our own, which never writes: not even what SQLite would recover."""
        path = journal or self.journal
        if not path.exists():
            return []
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            if pathlib.Path(f"{path}-wal").exists():
                raise
            frozen = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
            try:
                return frozen.execute(sql, values).fetchall()
            finally:
                frozen.close()
        finally:
            connection.close()

    def head(self):
        """Number and hash of the newest row."""
        found = self.rows("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")
        return found[0] if found else (0, b"")

    def intents(self, after=0):
        found = self.rows("SELECT seq, body FROM entries WHERE kind = 'intended' AND seq > ? ORDER BY seq", after)
        return [(seq, json.loads(body)["intended"]["_0"]["submission"]) for seq, body in found]

    # The operator

    def ask(self, method, **parameters):
        """An answer of the control socket, or None where nobody answers."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(PATIENCE_S)
                client.connect(str(self.folder / "control.sock"))
                request = {"jsonrpc": "2.0", "id": 1, "method": method}
                if parameters:
                    request["params"] = parameters
                client.sendall(json.dumps(request).encode() + b"\n")
                data = b""
                while not data.endswith(b"\n"):
                    part = client.recv(65536)
                    if not part:
                        return None
                    data += part
        except OSError:
            return None
        answer = json.loads(data)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error']}")
        return answer["result"]

    def ctl(self, *arguments):
        return run("qmtctl", *arguments, "--socket", self.folder / "control.sock")

    def report(self):
        return run(
            "qmtlab", "report", "--journal", self.journal, "--broker", self.state, "--warehouse", self.market.warehouse)
