"""Starting twice, dying, standing still: one account, one daemon, whatever is done to the processes."""

import re
import signal

import pytest

from world import run, running, standing_still, wait_for


def test_A12_P11_a_journal_that_cannot_be_read_starts_nothing_however_often(world):
    each = running(world)
    each.daemon.kill()
    each.audit.after_blow()
    wal = each.journal.with_name("journal.sqlite-wal")
    wal.unlink(missing_ok=True)
    data = bytearray(each.journal.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    each.journal.write_bytes(data[: max(4096, len(data) - 100)])
    for _ in range(6):
        failed = run("qmtd", "run", "--config", each.config)
        assert failed.returncode not in (0, 2)
        assert "journal" in failed.stderr
    # What the killed daemon had on the wire may have reached the broker after it was gone.
    assert each.ids() <= each.audit.known.keys()
    assert [entry for entry in each.inputs() if "claimed" in entry] == [{"claimed": {"epoch": 1}}]


def test_A15_only_one_of_five_daemons_survives(world):
    each = world()
    each.start_sim()
    five = []
    for _ in range(5):
        each.daemon = None
        five.append(each.start_daemon())
    wait_for("four refusals", lambda: sum(daemon.has_ended for daemon in five) >= 4)
    alive = [daemon for daemon in five if not daemon.has_ended]
    ended = [daemon for daemon in five if daemon.has_ended]
    if alive:
        each.daemon = alive[0]
        each.finish()
    assert sorted(daemon.process.returncode for daemon in ended if daemon is not each.daemon)[-4:] == [1, 1, 1, 1]
    for daemon in five:
        if daemon is not each.daemon:
            daemon.close()
    assert [entry["claimed"]["epoch"] for entry in each.inputs() if "claimed" in entry] == [1]
    each.audit.at_end()


def test_A15_a_second_journal_with_a_lower_epoch_is_fenced_for_good(world):
    """The lease at the shim: an old machine that wakes up may not trade (H08)."""
    each = running(world, days=3)
    each.daemon.kill()
    each.start_daemon()
    wait_for("the second epoch", lambda: {"claimed": {"epoch": 2}} in each.inputs())
    other = another(world, each)
    other.start_daemon()
    wait_for("the refusal", lambda: "epoch 2 has been seen" in other.log() or "fenced" in other.log())
    each.finish()
    orders = {order["clientOrderID"] for order in each.submitted()}
    each.audit.at_end()
    assert not orders & {submission["clientOrderID"] for _, submission in other.intents()}
    assert other.intents() == []


def another(world, first):
    """A daemon with a folder and a journal of its own, at the first one's shim."""
    other = world(days=3)
    other.endpoint = first.endpoint
    (other.folder / "bridge.secret").write_text((first.folder / "bridge.secret").read_text())
    other.write_config()
    return other


def test_A15_a_higher_epoch_takes_over_and_the_older_leaves_for_good(world):
    each = running(
        world, days=3, wired=True, hold="09:31:10", config={"extra": "[execution]\norders_per_second = 1\n"})
    other = another(world, each)
    other.start_daemon("--epoch-floor", "100")
    wait_for("the older to leave", lambda: "has taken" in each.log())
    sent = {submission["clientOrderID"] for _, submission in each.intents()}
    wait_for("the newcomer to see strangers", lambda: "is this the right" in other.log())
    # It halts at orders of its own form that are not in its journal: a person has to look.
    status = other.ask("status")
    assert status["trading_state"]["state"] == "halted"
    assert {submission["clientOrderID"] for _, submission in each.intents()} == sent
    assert not each.daemon.has_ended
    at_broker = [order["clientOrderID"] for order in each.submitted()]
    assert len(at_broker) == len(set(at_broker))


def test_F14_epochs_rise_over_restarts_within_a_second(world):
    each = running(world)
    for _ in range(8):
        each.daemon.kill()
        each.start_daemon()
    each.daemon.wait_reconciled()
    each.finish()
    each.audit.at_end()
    runs = each.rows("SELECT epoch FROM runs ORDER BY number")
    assert [epoch for epoch, in runs] == list(range(1, len(runs) + 1))


def test_P02_sigterm_in_the_middle_ends_within_ten_seconds_and_goes_on_later(world):
    each = running(
        world, wired=True, hold="09:31:10", config={"extra": "[execution]\norders_per_second = 1\n"})
    each.daemon.signal(signal.SIGTERM)
    assert each.daemon.process.wait(timeout=10) == 0
    each.audit.after_blow()
    assert each.rows("SELECT ended_at_ms FROM runs")[0][0] is not None
    each.proxy.let_go()
    each.start_daemon()
    each.finish()
    each.audit.at_end()


def test_P03_A06_killed_ten_times_in_one_day(world):
    each = running(world, orders=1)
    for more in range(10):
        each.audit.look()
        each.daemon.kill()
        each.audit.after_blow()
        mark = len(each.inputs()) + 1 + more * 3
        each.start_daemon()
        wait_for("progress", lambda: len(each.inputs()) >= mark or each.daemon.has_ended)
    each.finish()
    each.audit.at_end()


@pytest.mark.parametrize("which", ["daemon", "shim"])
def test_P06_F06_stopped_for_longer_than_every_deadline_it_reads_the_account_first(world, which):
    each = running(
        world, orders=3, wired=True, hold="09:35:00", heartbeat=1, config={"bridge": "request_timeout_s = 1"})
    process = each.daemon.process if which == "daemon" else each.sim
    connections = each.proxy.connections
    with standing_still(process):
        wait_for("the other side to give up", lambda: len(each.proxy._live) == 0)
    wait_for("the next wire", lambda: each.proxy.connections > connections)
    each.proxy.let_go()
    each.finish()
    each.audit.at_end()
    assert each.proxy.offences == []


def test_P10_an_unclean_end_is_told_at_the_next_start_and_reconciled_first(world):
    each = world(wired=True)
    each.start_sim()
    each.start_daemon()
    wait_for("orders", lambda: len(each.submitted()) >= 2)
    each.daemon.kill()
    each.start_daemon()
    each.finish()
    assert "did not end cleanly" in each.log()
    assert each.proxy.offences == []
    each.audit.at_end()


def test_A16_A17_the_shim_dies_in_the_day_and_its_queue_is_not_played_again(world):
    each = running(world, wired=True, hold="09:35:00")
    for _ in range(2):
        connections = each.proxy.connections
        each.kill_sim()
        each.start_sim()
        wait_for("the next wire", lambda: each.proxy.connections > connections)
    wait_for("the new process to be noticed", lambda: "is a new process" in each.log())
    each.proxy.let_go()
    each.finish()
    each.audit.at_end()
    assert each.proxy.offences == []


def test_F12_the_trading_day_rolls_and_the_account_is_read_anew(world):
    each = world(days=3, wired=True)
    each.start_sim()
    each.start_daemon()
    each.finish()
    days = [body for body, in each.rows("SELECT body FROM entries WHERE kind = 'day_began' ORDER BY seq")]
    assert len(days) == 3
    assert each.proxy.lines["account.snapshot"] >= 3
    each.audit.at_end()


def test_B10_another_account_or_a_real_one_is_refused_and_nothing_is_sent(world):
    real = "simulated = false\nprogramme_trading_reported = true"
    for old, new in (('id = "88001234"', 'id = "99001234"'), ("simulated = true", real)):
        each = world()
        text = each.config.read_text().replace(old, new)
        if "false" in new:
            text = text.replace('clock = "session"', 'clock = "own"')
        each.config.write_text(text)
        each.start_sim()
        each.start_daemon()
        refusal = "another account|is simulated, the configuration says real"
        wait_for("the refusal", lambda: re.search(refusal, each.log()))
        assert each.submitted() == []
        assert each.intents() == []


def test_K14_AC15_halt_is_kept_through_a_kill_and_nothing_leaves(world):
    each = running(
        world, wired=True, hold="09:31:10", config={"extra": "[execution]\norders_per_second = 1\n"})
    assert each.ask("halt", reason="look")["state"] == "halted"
    each.daemon.kill()
    each.audit.after_blow()
    decided = len(each.audit.known)
    each.hold("09:40:00")
    each.start_daemon()
    wait_for("the account", lambda: (s := each.ask("status")) and s["reconciled"]["reconciled"])
    wait_for("the clock to stand", lambda: each.proxy.is_holding)
    assert each.ask("status")["trading_state"]["state"] == "halted"
    assert len(each.intents()) == decided
    assert each.ids() <= each.audit.known.keys()
    assert each.ask("resume", reason="go on") is not None
    each.proxy.let_go()
    each.finish()
    each.audit.at_end(is_on_target=True)
