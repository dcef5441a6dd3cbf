"""Real processes for the tests: a simulated QMT side and a daemon, each with its folder."""

import json
import os
import pathlib
import re
import secrets
import signal
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("QMTD_BIN", ROOT / ".build" / "debug"))
PATIENCE_S = 120


def run(name, *arguments, **options):
    return subprocess.run(
        [BIN / name, *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE_S, **options
    )


def wait_for(what, condition):
    """Waits until `condition()` is true; fails after a long time, never sleeps for a result."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise AssertionError(f"{what} did not happen within {PATIENCE_S} s")


class World:
    """A folder with a warehouse of the synthetic market, targets, a simulated side and a daemon."""

    def __init__(self, folder, market, first, last, tcp=False, speed=None, at=None):
        self.folder = folder
        self.market = market
        self.first, self.last = first, last
        self.speed, self.at = speed, at
        self.endpoint = "tcp://127.0.0.1:0" if tcp else f"unix:{folder}/qmt.sock"
        (folder / "bridge.secret").write_text(secrets.token_hex(32))
        (folder / "bridge.secret").chmod(0o600)
        self.sim = self.daemon = None
        self.daemon_log = folder / "qmtd.log"

    @property
    def config(self):
        return self.folder / "qmtd.toml"

    def write_config(self, extra="", clock="session"):
        self.config.write_text(f"""
[account]
id = "88001234"
simulated = true
[bridge]
endpoint = "{self.endpoint}"
secret_file = "bridge.secret"
clock = "{clock}"
clock_skew_max_ms = 60000
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
            "88001234", "--listen", self.endpoint, "--secret", self.folder / "bridge.secret", "--state",
            self.folder / "broker.state",
        ]
        if self.speed:
            arguments += ["--speed", self.speed]
        if self.at:
            arguments += ["--at", self.at]
        with out.open("w") as stdout, (self.folder / "qmtsim.err").open("a") as stderr:
            self.sim = subprocess.Popen([BIN / "qmtsim", *map(str, arguments)], stdout=stdout, stderr=stderr)

        def listening():
            assert self.sim.poll() is None, (self.folder / "qmtsim.err").read_text()
            return re.search(r"^listening on (\S+)$", out.read_text(), re.M)

        self.endpoint = wait_for("qmtsim listening", listening).group(1)
        return self.endpoint

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

    def stop(self):
        for process in (self.daemon, self.sim):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    self.kill(process)

    def report(self, *arguments):
        return run(
            "qmtlab", "report", "--journal", self.folder / "journal.sqlite", "--broker", self.folder / "broker.state",
            "--warehouse", self.market / "warehouse", *arguments,
        )

    def inputs(self):
        """Everything that was ever asked of the simulated side and changed something: its own ledger."""
        lines = (self.folder / "broker.state").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def submitted(self):
        return [entry["submitted"]["_0"] for entry in self.inputs() if "submitted" in entry]

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
