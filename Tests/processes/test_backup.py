"""Copies of the journal, putting one in its place, and disks that are full: the real programs."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess

import pytest

import disks
from conftest import BIN, PATIENCE_S, run, standing_still, wait_for


def ok(result):
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def traded(world, count=6, until="09:35:00"):
    """A daemon in the middle of a day; of a wired world, one that goes no further than this before the proxy lets go."""
    if world.proxy:
        world.proxy.hold(f"2026-09-02T{until}")
    world.start_sim()
    world.write_config()
    world.start_daemon()
    wait_for("orders", lambda: len(world.submitted()) >= count)


def change_an_entry(path):
    """Entry 3, past the trigger that refuses it."""
    with contextlib.closing(sqlite3.connect(path, timeout=0.2)) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'entries_are_not_changed'").fetchone()
        connection.execute("DROP TRIGGER entries_are_not_changed")
        connection.execute("UPDATE entries SET body = '{}' WHERE seq = 3")
        connection.execute(trigger)


def test_H12_copies_made_while_the_daemon_writes_are_whole_and_give_its_state(world):
    world = world()
    traded(world, 1)
    for number in range(8):
        said = ok(run("qmtd", "backup", "--config", world.config, "--to", world.folder / f"copy{number}"))
        assert re.search(r"^ok       copy \S+, \d+ entries, state [0-9a-f]{64}, \d+ entries behind", said, re.M), said
    world.finish()
    said = ok(run("qmtd", "verify", "--config", world.config))
    assert re.search(r"^ok       state [0-9a-f]{64}, from \d+ entries$", said, re.M), said
    for number in range(8):
        said = ok(run("qmtd", "verify", "--config", world.config, "--copy", world.folder / f"copy{number}"))
        assert f"copy{number}" in said
        assert (world.folder / f"copy{number}").stat().st_mode & 0o777 == 0o600


def test_a_copy_is_never_written_over_something(world):
    world = world()
    traded(world, 1)
    world.terminate()
    (world.folder / "taken").write_text("mine")
    refused = run("qmtd", "backup", "--config", world.config, "--to", world.folder / "taken")
    assert refused.returncode == 1 and "something is there already" in refused.stderr
    assert (world.folder / "taken").read_text() == "mine"


def test_H05_verify_names_the_entry_that_was_changed(world):
    world = world()
    world.run_whole()
    ok(run("qmtd", "backup", "--config", world.config, "--to", world.folder / "copy"))
    change_an_entry(world.folder / "journal.sqlite")
    refused = run("qmtd", "verify", "--config", world.config)
    assert refused.returncode == 1
    assert "entry 3" in refused.stdout and "docs/durability.md" in refused.stderr
    for command in (["run"], ["backup", "--to", world.folder / "other"]):
        assert run("qmtd", *command, "--config", world.config).returncode == 1
    # The copy is good, and takes its place.
    said = ok(run("qmtd", "restore", "--config", world.config, "--from", world.folder / "copy"))
    assert "journal.sqlite.replaced-1" in said
    ok(run("qmtd", "verify", "--config", world.config))


def test_H05_damage_done_while_it_runs_is_found_after_the_close_and_halts_trading(world):
    world = world(wired=True)
    traded(world, 2)

    def changed():
        # While it stands still: its own commits never wait for anybody.
        with standing_still(world.daemon):
            try:
                change_an_entry(world.folder / "journal.sqlite")
                return True
            except sqlite3.OperationalError:
                # It stands in the middle of one.
                return False

    wait_for("the change", changed)
    world.proxy.let_go()
    world.finish()
    assert "the journal is damaged: entry 3" in world.daemon_log.read_text()
    kinds = [kind for kind, _ in world.entries()]
    assert "halted" in kinds and "intended" not in kinds[kinds.index("halted"):]


def test_H08_a_restored_journal_halts_when_the_broker_knows_orders_that_it_does_not(world):
    world = world(wired=True)
    # The first second's orders: most of the day's are still to come.
    traded(world, 2, until="09:31:00")
    world.terminate()
    ok(run("qmtd", "backup", "--config", world.config, "--to", world.folder / "copy"))
    known = len(world.submitted())
    world.proxy.hold("2026-09-02T09:35:00")
    world.start_daemon()
    wait_for("more orders", lambda: len(world.submitted()) >= known + 3)
    held = run("qmtd", "restore", "--config", world.config, "--from", world.folder / "copy")
    assert held.returncode == 1 and "process" in held.stderr
    world.terminate()

    drill = ok(run("qmtd", "restore", "--config", world.config, "--from", world.folder / "copy", "--dry-run"))
    assert "nothing was changed" in drill
    said = ok(run("qmtd", "restore", "--config", world.config, "--from", world.folder / "copy"))
    floor = re.search(r"--epoch-floor (\d+)$", said, re.M).group(1)
    log = world.daemon_log.read_text()
    world.start_daemon("--epoch-floor", floor)
    wait_for("the halt", lambda: "is not in this journal" in world.daemon_log.read_text()[len(log):])
    status = ok(world.ctl("status"))
    assert "halted" in status
    decided = world.decided()
    ok(world.ctl("resume", "--reason", "looked at them"))
    world.proxy.let_go()
    world.finish()
    assert not [id for id in decided if f"-{floor}-" in id], "nothing was decided before the resume"
    assert [id for id in world.ids() if f"-{floor}-" in id], "and after it the day went on"
    assert len(world.ids()) == len(set(world.ids())), "no id was used twice"


def test_H06_a_journal_without_its_log_halts_when_the_broker_knows_more(world):
    world = world(wired=True)
    traded(world, 6)
    world.kill(world.daemon)
    known = set(world.ids())
    (world.folder / "journal.sqlite-wal").unlink()
    (world.folder / "journal.sqlite-shm").unlink(missing_ok=True)
    inside = {id for id in known if any(id in body for _, body in world.entries())}
    assert inside < known, "the log held the newest entries"
    log = world.daemon_log.read_text()
    world.start_daemon("--epoch-floor", "100")
    wait_for("the halt", lambda: "is not in this journal" in world.daemon_log.read_text()[len(log):])
    # What the killed daemon had sent may still have arrived; of the new one's ids there is none.
    assert not [id for id in world.ids() if "-100-" in id], "nothing was sent"


def test_H01_below_the_floor_of_free_space_nothing_is_sent_and_the_reason_is_stored(world):
    world = world(wired=True)
    world.proxy.hold("2026-09-02T09:35:00")
    world.start_sim()
    world.write_config()
    config = world.config.read_text()
    world.config.write_text(
        config.replace('file = "journal.sqlite"', 'file = "journal.sqlite"\nfree_space_min_mb = 999999999'))
    world.start_daemon()
    wait_for("the halt", lambda: "free_space_min_mb" in world.daemon_log.read_text())
    refused = wait_for("the socket", lambda: a if (a := world.ctl("resume", "--reason", "no matter")).returncode != 3 else 0)
    assert refused.returncode == 1 and "not resumed" in refused.stderr
    world.proxy.let_go()
    world.finish()
    assert world.submitted() == []
    assert "halted" in [kind for kind, _ in world.entries()]
    # There is space again: only a person lifts the halt.
    world.config.write_text(config)
    assert not (world.folder / "journal.sqlite.ballast").exists()


@pytest.fixture
def small_disk(tmp_path):
    with disks.small_disk(tmp_path, "1m") as folder:
        yield folder


def test_H01_a_full_disk_ends_the_run_with_74_and_the_halt_in_the_journal(world, small_disk):
    world = world(wired=True)
    world.proxy.hold("2026-09-02T09:31:02")
    world.start_sim()
    world.write_config()
    config = world.config.read_text()
    world.config.write_text(config.replace(
        'file = "journal.sqlite"', f'file = "{small_disk}/journal.sqlite"\nballast_mb = 0\nfree_space_min_mb = 1'))
    # 1 MiB has less than the floor free: it starts, halted. That is not what is tested here, so the ballast is made by
    # hand and the space is taken while orders leave.
    (small_disk / "journal.sqlite.ballast").write_bytes(os.urandom(128 * 1024))
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    world.start_daemon()
    wait_for("orders", lambda: len(world.submitted()) >= 2)
    # While it stands still: what its ballast leaves is for its last word, and not for the filler.
    with standing_still(world.daemon):
        disks.fill(small_disk / "filler")
    world.proxy.hold("2026-09-03T09:35:00")
    assert world.daemon.wait(timeout=PATIENCE_S) == 74, world.daemon_log.read_text()[-2000:]
    log = world.daemon_log.read_text()
    assert "free space on its disk" in log and "the halt is in the journal" in log
    submitted = len(world.submitted())
    intended = [body for kind, body in world.entries(small_disk / "journal.sqlite") if kind == "intended"]
    assert submitted <= len(intended), "nothing left that is not in the journal"

    (small_disk / "filler").unlink()
    ok(run("qmtd", "verify", "--config", world.config))
    world.start_daemon()
    wait_for("the start", lambda: world.ctl("status").returncode == 0)
    assert "disk was full" in world.ctl("status").stdout
    assert "did not end cleanly" in world.daemon_log.read_text()
    ok(world.ctl("resume", "--reason", "space is back"))
    world.proxy.let_go()
    world.finish()
    assert len(world.submitted()) > submitted
    assert shutil.disk_usage(small_disk).free > 0


def test_P10_an_unclean_end_is_shown_to_the_operator(world):
    world = world(wired=True)
    traded(world, 2)
    world.kill(world.daemon)
    world.start_daemon()
    wait_for("the socket", lambda: world.ctl("status").returncode == 0)
    assert "did not end cleanly" in ok(world.ctl("status"))
    world.proxy.let_go()
    world.finish()
    assert "did not end cleanly" in world.daemon_log.read_text()


def test_the_commands_on_the_journal_say_what_is_missing(tmp_path):
    refused = run("qmtd", "backup", "--config", tmp_path / "none.toml", "--to", tmp_path / "copy")
    assert refused.returncode == 78
    for command in ("backup", "restore"):
        assert subprocess.run([BIN / "qmtd", command], capture_output=True).returncode == 2
