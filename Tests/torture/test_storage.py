"""The disk is full, the journal is locked, its tail is gone, it is an old copy: nothing leaves that is not remembered."""

import resource
import shutil
import signal
import sqlite3

import pytest

import disks
from world import PATIENCE_S, run, running, wait_for


def stopped(world):
    """The daemon has ended by itself, or has halted trading and is ended now."""
    def is_over():
        return world.daemon.has_ended or "halted by" in world.daemon.status

    wait_for("the end of trading", lambda: world.daemon.hear(0.01) and False or is_over())
    world.daemon.kill()
    world.audit.after_blow()


def goes_on(world):
    """Started again where there is room: a halt is taken back by a person, and the day is finished."""
    world.proxy.hold(f"{world.last}T14:00:00")
    world.start_daemon()
    # Its days may have been over before.
    wait_for(
        "the account",
        lambda: world.daemon.has_ended or (s := world.ask("status")) and s["reconciled"]["reconciled"])
    if not world.daemon.has_ended and world.ask("status")["trading_state"]["state"] == "halted":
        assert world.ask("resume", reason="there is room again") is not None
    world.proxy.let_go()
    world.finish()
    return world.audit.at_end(is_on_target=False)


@pytest.fixture
def small_disk(tmp_path):
    with disks.small_disk(tmp_path, "64m") as folder:
        yield folder


@pytest.mark.parametrize("orders", [1, 9, 30])
def test_H01_a_full_disk_lets_nothing_leave_that_is_not_in_the_journal(world, small_disk, orders):
    each = world(wired=True)
    each.journal = small_disk / "journal.sqlite"
    each.write_config(journal=each.journal, disk="ballast_mb = 1\nfree_space_min_mb = 1")
    each.proxy.hold(f"{each.last}T09:35:00")
    each.start_sim()
    each.start_daemon()
    wait_for("orders", lambda: len(each.submitted()) >= orders)
    each.audit.look()
    disks.fill(small_disk / "filler")
    each.proxy.let_go()
    stopped(each)
    count = len(each.submitted())
    (small_disk / "filler").unlink()
    assert goes_on(each)["orders"] >= count


@pytest.mark.parametrize("kilobytes", [200, 260, 400])
def test_H01_a_limit_of_file_size_is_a_full_disk_too(world, kilobytes):
    """Needs no rights to mount: each write past the limit fails, as on a disk without room."""
    def limits():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, resource.RLIM_INFINITY))

    # The ballast is a file too, and larger than the limit.
    each = world(wired=True, config={"disk": "ballast_mb = 0"})
    each.start_sim()
    each.start_daemon(limits=limits)
    stopped(each)
    goes_on(each)


def test_H04_a_journal_that_another_holds_is_not_started_on(world):
    each = running(world, wired=True, hold="09:35:00")
    refused = run("qmtd", "run", "--config", each.config)
    assert refused.returncode == 1
    assert "stop" in refused.stderr
    each.proxy.let_go()
    each.finish()
    each.audit.at_end()


def test_H04_a_writer_from_outside_stops_trading(world):
    each = running(world, wired=True, hold="09:31:10")
    stranger = sqlite3.connect(each.journal, timeout=PATIENCE_S, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    each.proxy.let_go()
    stopped(each)
    stranger.execute("ROLLBACK")
    stranger.close()
    goes_on(each)


def test_H06_without_the_tail_of_the_journal_nothing_is_sent(world):
    """The write-ahead log is gone: the broker knows orders that the journal has forgotten."""
    each = running(world, orders=3, wired=True, hold="09:35:00")
    each.daemon.kill()
    each.audit.after_blow()
    for suffix in ("-wal", "-shm"):
        each.journal.with_name(f"journal.sqlite{suffix}").unlink(missing_ok=True)
    each.start_daemon()
    wait_for(
        "a refusal",
        lambda: each.daemon.hear(0.01) and False or each.daemon.has_ended or "halted by" in each.daemon.status)
    assert each.daemon.has_ended or each.ask("status")["trading_state"]["state"] == "halted"
    # What the killed daemon had on the wire may reach the broker after it is gone; the new one sent nothing.
    assert each.ids() <= each.audit.known.keys()


@pytest.mark.parametrize("later_runs", [1, 3])
def test_H08_F14_an_old_copy_of_the_journal_neither_trades_nor_uses_an_id_twice(world, later_runs):
    each = running(world, orders=1)
    each.daemon.signal(signal.SIGTERM)
    assert each.daemon.process.wait(timeout=PATIENCE_S) == 0
    copy = each.folder / "old.sqlite"
    shutil.copy(each.journal, copy)
    for _ in range(later_runs):
        mark = len(each.submitted()) + 2
        each.start_daemon()
        wait_for("orders", lambda: len(each.submitted()) >= mark or each.daemon.has_ended)
        each.daemon.kill()
    # What the killed daemon had on the wire may reach the broker after it is gone; all of it is in its journal.
    decided = {intent["clientOrderID"] for _, intent in each.intents()}
    for suffix in ("-wal", "-shm"):
        each.journal.with_name(f"journal.sqlite{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, each.journal)
    each.start_daemon()
    wait_for("a refusal", lambda: each.daemon.hear(0.01) and False or "halted by" in each.daemon.status
             or "has been seen" in each.log() or each.daemon.has_ended)
    # A new one would have an id that nobody had decided, or one that is there twice.
    submitted = [order["clientOrderID"] for order in each.submitted()]
    assert set(submitted) <= decided
    assert len(set(submitted)) == len(submitted)
