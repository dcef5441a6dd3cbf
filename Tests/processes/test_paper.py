"""Paper mode with real processes: orders stay in the daemon, whatever is behind the bridge."""

import collections
import json

from conftest import run, wait_for

EXTRA = """
[paper]
cash = "1000000"
quote_poll_s = 30
"""


def paper_world(world, **options):
    made = world(**options)
    made.start_sim()
    made.write_config(extra=EXTRA)
    made.config.write_text(made.config.read_text().replace("simulated = true", 'simulated = true\nmode = "paper"'))
    return made


def paper_log(world):
    path = world.folder / "paper.jsonl"
    text = path.read_bytes() if path.exists() else b""
    return [json.loads(line) for line in text.split(b"\n")[:-1]]


def paper_orders(world):
    return [entry["submitted"]["_0"] for entry in paper_log(world) if "submitted" in entry]


def assert_untouched(world):
    """Nothing but time has happened at the QMT side."""
    kinds = collections.Counter(kind for entry in world.inputs() for kind in entry)
    assert set(kinds) <= {"opened", "claimed", "advanced"}, kinds


def assert_no_id_twice(world):
    repeated = [i for i, n in collections.Counter(o["clientOrderID"] for o in paper_orders(world)).items() if n > 1]
    assert repeated == []


def test_N06_a_week_on_paper_trades_and_leaves_the_qmt_side_untouched(world):
    paper = paper_world(world, last="2026-09-03")
    paper.start_daemon()
    paper.finish()
    paper.stop()
    assert len(paper_orders(paper)) > 10
    assert_no_id_twice(paper)
    assert_untouched(paper)
    log = paper.daemon_log.read_text()
    assert "rebalance done" in log
    assert all("mode=paper" in line for line in log.splitlines() if "order" in line)


def test_killed_in_the_middle_it_goes_on_with_the_same_account(world):
    paper = paper_world(world, last="2026-09-02")
    paper.start_daemon()
    for more in (3, 4):
        start = len(paper_orders(paper))
        wait_for("orders on paper", lambda: len(paper_orders(paper)) >= start + more or paper.daemon.poll() is not None)
        paper.kill(paper.daemon)
        paper.start_daemon()
    paper.finish()
    paper.stop()
    assert_no_id_twice(paper)
    assert_untouched(paper)
    assert "refused" not in paper.daemon_log.read_text()


def test_status_says_paper(world):
    paper = paper_world(world, wired=True)
    paper.proxy.hold("2026-09-02T09:35:00")
    paper.start_daemon()
    wait_for("an order on paper", lambda: paper_orders(paper))
    answer = wait_for("status", lambda: a if (a := paper.ctl("status", "--json")).returncode == 0 else None)
    assert json.loads(answer.stdout)["mode"] == "paper"
    assert "mode paper" in paper.ctl("status").stdout


def test_L05_a_paper_account_with_other_settings_is_refused(world):
    paper = paper_world(world)
    paper.start_daemon()
    wait_for("the paper account", lambda: paper_log(paper))
    paper.kill(paper.daemon)
    paper.config.write_text(paper.config.read_text().replace('cash = "1000000"', 'cash = "500000"'))
    refused = run("qmtd", "run", "--config", paper.config)
    assert refused.returncode == 1
    assert "other settings" in refused.stderr


def redecide(world, recording):
    return run(
        "qmtlab", "recording", "--recording", recording, "--journal", world.folder / "journal.sqlite",
        "--calendar", world.market / "tables" / "trading-calendar.csv",
    )


def test_N01_recorded_days_lead_to_the_same_decisions(world):
    paper = paper_world(world, last="2026-09-02")
    paper.start_daemon()
    wait_for("an order on paper", lambda: paper_orders(paper))
    paper.kill(paper.daemon)
    paper.start_daemon()
    paper.finish()
    paper.stop()
    answer = redecide(paper, paper.folder / "recording")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "the same, byte for byte" in answer.stdout
    # Another market leads to other decisions.
    for file in (paper.folder / "recording").iterdir():
        file.write_text(file.read_text().replace('"isListedSuspended":false', '"isListedSuspended":true'))
    other = redecide(paper, paper.folder / "recording")
    assert other.returncode == 1
    empty = paper.folder / "empty"
    empty.mkdir()
    assert redecide(paper, empty).returncode == 1
