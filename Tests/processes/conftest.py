"""Real processes for the tests: a simulated QMT side and a daemon, each with its folder."""

import contextlib
import json
import os
import pathlib
import re
import secrets
import signal
import sqlite3
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))
import proxy as wire  # noqa: E402
from programs import BIN, PATIENCE_S, ROOT, run, standing_still, wait_for  # noqa: E402, F401


class World:
    """A folder with a warehouse of the synthetic market, targets, a simulated side and a daemon.

    A wired one has a proxy between the two, which can hold the simulated clock: without that, a day that nothing stops
    is over in a second, and no test can say what it still finds.
    """

    def __init__(self, folder, market, first, last, tcp=False, speed=None, at=None, wired=False, faults=()):
        self.folder = folder
        self.market = market
        self.first, self.last = first, last
        self.speed, self.at, self.faults = speed, at, faults
        self.sim_endpoint = "tcp://127.0.0.1:0" if tcp else f"unix:{folder}/qmt.sock"
        self.proxy = wire.Proxy(folder / "wire.sock", folder / "qmt.sock") if wired else None
        (folder / "bridge.secret").write_text(secrets.token_hex(32))
        (folder / "bridge.secret").chmod(0o600)
        self.sim = self.daemon = None
        self._read, self._inputs = 0, []
        self.daemon_log = folder / "qmtd.log"

    @property
    def endpoint(self):
        return f"unix:{self.proxy.listen}" if self.proxy else self.sim_endpoint

    @property
    def config(self):
        return self.folder / "qmtd.toml"

    def write_config(self, extra="", clock="session", bridge=""):
        self.config.write_text(f"""
[account]
id = "88001234"
simulated = true
[bridge]
endpoint = "{self.endpoint}"
secret_file = "bridge.secret"
clock = "{clock}"
clock_skew_max_ms = 60000
{bridge}
[targets]
directory = "{self.market}/tables/targets"
poll_s = 600
[calendar]
file = "{self.market}/tables/trading-calendar.csv"
[journal]
file = "journal.sqlite"
[control]
socket = "control.sock"
{extra}
""")

    def start_sim(self):
        out = self.folder / "qmtsim.out"
        arguments = [
            "serve", "--history", self.market / "warehouse", "--from", self.first, "--to", self.last, "--account",
            "88001234", "--listen", self.sim_endpoint, "--secret", self.folder / "bridge.secret", "--state",
            self.folder / "broker.state",
        ]
        if self.speed:
            arguments += ["--speed", self.speed]
        if self.at:
            arguments += ["--at", self.at]
        for fault in self.faults:
            arguments += ["--fault", fault]
        with out.open("w") as stdout, (self.folder / "qmtsim.err").open("a") as stderr:
            self.sim = subprocess.Popen([BIN / "qmtsim", *map(str, arguments)], stdout=stdout, stderr=stderr)

        def listening():
            assert self.sim.poll() is None, (self.folder / "qmtsim.err").read_text()
            return re.search(r"^listening on (\S+)$", out.read_text(), re.M)

        self.sim_endpoint = wait_for("qmtsim listening", listening).group(1)
        return self.sim_endpoint

    def start_daemon(self, *arguments, environment=None):
        with self.daemon_log.open("a") as log:
            self.daemon = subprocess.Popen(
                [BIN / "qmtd", "run", "--config", self.config, *arguments], stdout=log, stderr=log,
                env={**os.environ, **(environment or {})},
            )
        return self.daemon

    def finish(self):
        """The daemon runs to the end of the simulated history and leaves with 0."""
        assert self.daemon.wait(timeout=PATIENCE_S) == 0, self.daemon_log.read_text()[-4000:]

    def run_whole(self):
        self.start_sim()
        self.write_config()
        self.start_daemon()
        self.finish()
        self.stop()

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()

    def terminate(self):
        """The daemon ends as a service manager ends it, and cleanly."""
        self.daemon.terminate()
        assert self.daemon.wait(timeout=PATIENCE_S) == 0, self.daemon_log.read_text()[-4000:]

    def stop(self):
        for process in (self.daemon, self.sim):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    self.kill(process)
        if self.proxy:
            self.proxy.stop()

    def report(self, *arguments):
        return run(
            "qmtlab", "report", "--journal", self.folder / "journal.sqlite", "--broker", self.folder / "broker.state",
            "--warehouse", self.market / "warehouse", *arguments,
        )

    def inputs(self):
        """Everything that was ever asked of the simulated side and changed something: its own ledger."""
        with (self.folder / "broker.state").open("rb") as file:
            file.seek(self._read)
            # The last one may be half written.
            whole = file.read().rpartition(b"\n")[0]
        if whole:
            self._read += len(whole) + 1
            self._inputs += [json.loads(line) for line in whole.split(b"\n")]
        return self._inputs

    def submitted(self):
        return [entry["submitted"]["_0"] for entry in self.inputs() if "submitted" in entry]

    def ids(self):
        """Of the orders that reached the broker."""
        return [order["clientOrderID"] for order in self.submitted()]

    def entries(self, journal=None):
        """Kinds and bodies of the journal's entries, by a reader of our own."""
        path = journal or self.folder / "journal.sqlite"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=PATIENCE_S)) as connection:
            return connection.execute("SELECT kind, body FROM entries ORDER BY seq").fetchall()

    def decided(self):
        """Ids of the orders in the journal: only these can be on their way to the broker."""
        bodies = [json.loads(body) for kind, body in self.entries() if kind == "intended"]
        return [body["intended"]["_0"]["submission"]["clientOrderID"] for body in bodies]

    def ctl(self, *arguments):
        return run("qmtctl", *arguments, "--socket", self.folder / "control.sock")


@pytest.fixture(scope="session")
def market(tmp_path_factory):
    folder = tmp_path_factory.mktemp("market")
    made = run("qmtlab", "synthesize", "--scenario", ROOT / "sim" / "market.json", "--out", folder / "tables")
    assert made.returncode == 0, made.stderr
    for file in (folder / "tables" / "targets").iterdir():
        file.chmod(0o644)
    imported = run("qmtlab", "import", "--tables", folder / "tables", "--warehouse", folder / "warehouse")
    assert imported.returncode == 0, imported.stderr
    return folder


@pytest.fixture
def world(tmp_path, market):
    made = []

    def make(first="2026-09-01", last="2026-09-09", name="world", **options):
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        made.append(World(folder, market, first, last, **options))
        return made[-1]

    yield make
    for each in made:
        each.stop()
