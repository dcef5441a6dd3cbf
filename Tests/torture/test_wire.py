"""What a wire can do: whatever it does, nothing is doubled, lost or sent before the account has been read again."""

import itertools

import pytest

import world as worlds
from world import wait_for, wire


def running(world, orders=1, **options):
    """A wired world in the middle of its first day, which goes no further before it is `sound`."""
    return worlds.running(world, orders, hold="09:35:00", wired=True, days=1, **options)


def sound(world, **options):
    """Calm again, it finishes its days, and the books agree."""
    world.proxy.calm()
    world.finish()
    figures = world.audit.at_end(**options)
    assert world.proxy.offences == []
    assert figures["orders"] > 20
    return figures


def memory(process):
    status = open(f"/proc/{process.pid}/status").read()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


def test_B01_unreachable_at_start_it_waits_and_then_trades(world):
    each = world(days=1, wired=True)
    each.start_daemon()
    wait_for("the first try", lambda: "could not connect" in each.log() or "not connected" in each.log())
    assert not each.daemon.is_reconciled
    each.start_sim()
    sound(each)


@pytest.mark.parametrize("which", [1, 2, 7])
def test_B02_cut_in_the_middle_of_a_submit_nothing_is_doubled(world, which):
    """The n-th submit leaves by half, and then the wire is gone (A05)."""
    each = world(days=1, wired=True)
    count = itertools.count(1)

    def half(line):
        if b'"order.submit"' in line and next(count) == which:
            each.proxy.faults[wire.UP].cut_after = len(line) // 2
        return [line]

    each.proxy.faults[wire.UP].change = half
    each.start_sim()
    each.start_daemon()
    wait_for("the cut", lambda: each.proxy.cuts)
    sound(each)
    assert each.rows("SELECT count(*) FROM entries WHERE body LIKE '%never_placed%'")[0][0] >= 1


@pytest.mark.parametrize("which", [1, 2, 7])
def test_B03_A06_the_answer_to_a_submit_is_lost_with_the_wire(world, which):
    each = world(days=1, wired=True)
    gone = each.proxy.swallow_answer(b"order.submit", which)
    each.start_sim()
    each.start_daemon()
    wait_for("the answer", lambda: gone)
    each.proxy.calm()
    each.proxy.cut()
    sound(each)
    doubted = each.rows("SELECT count(*) FROM entries WHERE kind = 'order_changed' AND body LIKE '%\"unknown\":{\"since%'")
    assert doubted[0][0] >= 1


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_B04_half_a_snapshot_is_no_snapshot(world, share):
    each = world(days=1, wired=True)
    struck = []

    def down(line):
        if not struck and b'"positions"' in line and b'"asset"' in line:
            struck.append(line)
            each.proxy.faults[wire.DOWN].cut_after = max(1, int(len(line) * share))
        return [line]

    each.proxy.faults[wire.DOWN].change = down
    each.hold("09:30:00")
    each.start_sim()
    each.start_daemon()
    wait_for("the cut", lambda: each.proxy.cuts)
    wait_for("the account", lambda: each.daemon.hear(0.01) and False or each.daemon.is_reconciled)
    assert each.submitted() == []
    sound(each)


@pytest.mark.parametrize("direction", [wire.UP, wire.DOWN], ids=["B06-up", "B05-down"])
def test_B05_a_half_open_wire_is_found_out_and_given_up(world, direction):
    each = running(world, heartbeat=1, config={"bridge": "request_timeout_s = 1"})
    connections = each.proxy.connections
    each.proxy.faults[direction].is_clogged = True
    wait_for("the end of the wire", lambda: "nothing came from" in each.log() or "closed the connection" in each.log())
    count = len(each.submitted())
    each.proxy.calm()
    wait_for("the next wire", lambda: each.proxy.connections > connections)
    assert len(each.submitted()) >= count
    sound(each)


def test_B07_flapping_it_reads_the_account_before_each_send(world):
    each = running(world)
    for _ in range(4):
        connections = each.proxy.connections
        each.proxy.cut()
        wait_for("the next wire", lambda: each.proxy.connections > connections)
    sound(each)


def test_C01_C02_every_line_comes_twice(world):
    each = world(days=1, wired=True)
    each.proxy.faults[wire.DOWN].change = lambda line: [line, line]
    each.start_sim()
    each.start_daemon()
    each.finish()
    figures = sound(each)
    assert figures["fills"] > 100


def test_C04_a_lost_event_shows_as_a_gap_and_the_account_is_read_again(world):
    each = world(days=1, wired=True)
    lost = []

    def down(line):
        if len(lost) < 5 and b'"event.trade"' in line:
            lost.append(line)
            return []
        return [line]

    each.proxy.faults[wire.DOWN].change = down
    each.start_sim()
    each.start_daemon()
    wait_for("a gap", lambda: "notifications are missing" in each.log())
    sound(each)


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\x00garbage\n", b"\xef\xbb\xbf{}\n", b"{\"jsonrpc\":\"2.0\"\n", b"[1,2]\n", b"null\n"],
    ids=["bytes", "bom", "half", "batch", "null"])
@pytest.mark.parametrize("direction", [wire.UP, wire.DOWN], ids=["up", "down"])
def test_C06_garbage_ends_the_connection_and_nothing_else(world, direction, garbage):
    each = running(world)
    connections = each.proxy.connections
    each.proxy.inject(direction, garbage)
    wait_for("a new connection", lambda: each.proxy.connections > connections)
    assert "broke the protocol" in each.log() or direction == wire.UP
    sound(each)


def test_C07_a_day_in_single_bytes(world):
    each = world(days=1, wired=True)
    each.proxy.faults[wire.UP].chunk = 1
    each.proxy.faults[wire.DOWN].chunk = 3
    each.start_sim()
    each.start_daemon()
    wait_for("orders", lambda: len(each.submitted()) >= 12)
    sound(each)


def test_C08_a_line_without_an_end_is_cut_off_and_memory_stays(world):
    each = running(world)
    before = memory(each.daemon.process)
    connections = each.proxy.connections
    each.proxy.inject(wire.DOWN, b"x" * (9 << 20))
    wait_for("a new connection", lambda: each.proxy.connections > connections)
    assert memory(each.daemon.process) < before + 64
    sound(each)


def test_C17_a_flood_is_read_at_our_own_pace(world):
    each = running(world)
    before = memory(each.daemon.process)
    heartbeat = b'{"jsonrpc":"2.0","method":"event.heartbeat","params":{"seq":0,"time":"2026-09-02T09:00:00.000+08:00"}}\n'
    for _ in range(10):
        each.proxy.inject(wire.DOWN, heartbeat * 10_000)
    assert memory(each.daemon.process) < before + 128
    sound(each)


def test_B18_a_slow_wire_sends_nothing_late(world):
    each = world(days=1, wired=True)
    each.proxy.faults[wire.UP].delay = each.proxy.faults[wire.DOWN].delay = 0.005
    each.start_sim()
    each.start_daemon()
    wait_for("orders", lambda: len(each.submitted()) >= 15)
    sound(each)
    late = [e for e in each.inputs() if "submitted" in e and e["submitted"]["at"] > e["submitted"]["_0"]["validUntil"]]
    assert late == []
