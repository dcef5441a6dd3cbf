"""The main job, end to end, with real processes."""

import collections
import json
import random

from conftest import run, wait_for


def assert_sound(world):
    """Journal and ledger agree to the fen, every line is on target or says why, and no id was used twice."""
    report = world.report()
    assert report.returncode == 0, report.stdout[-6000:] + report.stderr
    ids = [order["clientOrderID"] for order in world.submitted()]
    repeated = [id for id, count in collections.Counter(ids).items() if count > 1]
    assert repeated == []
    return report.stdout


def bought_and_sold(world):
    """Shares that the daemon ordered, by day, symbol and side."""
    sums = collections.Counter()
    for order in world.submitted():
        sums[order["clientOrderID"][:8], order["symbol"], order["side"]] += order["volume"]
    return sums


def test_a_week_ends_on_target_and_the_cash_agrees_to_the_fen(world):
    world = world()
    world.run_whole()
    text = assert_sound(world)
    assert "DIFFERENT" not in text
    assert len(world.submitted()) > 20
    assert "688" in text and "920" in text


def test_N04_a_second_run_decides_the_same_to_the_byte(world):
    decisions = []
    for name in ("one", "two"):
        each = world(name=name)
        each.run_whole()
        file = each.folder / "decisions"
        assert each.report("--decisions", file).returncode == 0
        decisions.append(file.read_bytes())
    assert len(decisions[0]) > 10_000
    assert decisions[0] == decisions[1]


def test_P03_killed_at_any_moment_the_daemon_finishes_the_day_and_doubles_nothing(world):
    calm = world(name="calm")
    calm.run_whole()
    expected = bought_and_sold(calm)
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    for cycle in range(3):
        each = world(name=f"cycle{cycle}")
        each.start_sim()
        each.write_config()
        kills = 0
        while True:
            daemon = each.start_daemon()
            # A moment is a number of lines in the broker's ledger, not of seconds.
            start = len(each.inputs())
            mark = start + chance.randrange(1, 40)
            wait_for("progress", lambda: daemon.poll() is not None or len(each.inputs()) >= mark)
            if daemon.poll() is not None:
                assert daemon.returncode == 0, each.daemon_log.read_text()[-4000:]
                break
            each.kill(daemon)
            kills += 1
            assert kills < 500
        assert kills >= 3
        each.stop()
        assert_sound(each)
        got = bought_and_sold(each)
        for key, shares in got.items():
            assert shares <= expected[key] * 1.02 + 200, f"{key}: {shares}, without kills {expected[key]} (seed {seed})"


def test_the_simulated_side_killed_in_the_day_continues_the_account(world):
    world = world()
    world.start_sim()
    world.write_config()
    world.start_daemon()
    wait_for("some orders", lambda: len(world.submitted()) >= 8)
    world.kill(world.sim)
    world.start_sim()
    world.finish()
    world.stop()
    assert_sound(world)


def test_K14_a_halt_is_durable_and_stops_submits_at_once(world):
    # One order a second of simulated time, and a clock that waits: there is a middle to halt in, and it stays.
    world = world(wired=True)
    world.proxy.hold("2026-09-02T09:31:05")
    world.start_sim()
    world.write_config(extra="[execution]\norders_per_second = 1\n")
    world.start_daemon()
    wait_for("some orders", lambda: len(world.submitted()) >= 2)
    halted = world.ctl("halt", "--reason", "test", "--json")
    assert halted.returncode == 0, halted.stderr
    assert json.loads(halted.stdout)["state"] == "halted"
    # What was on its way may still arrive; nothing is decided any more, however far the clock goes.
    decided = world.decided()
    world.proxy.hold("2026-09-02T09:40:00")
    wait_for("the clock to stand", lambda: world.proxy.is_holding)
    world.kill(world.daemon)
    world.start_daemon()
    status = wait_for("status", lambda: reconciled(world))
    assert status["trading_state"]["state"] == "halted"
    assert status["trading_state"]["reason"] == "test"
    assert world.decided() == decided
    assert set(world.ids()) <= set(decided)
    resumed = world.ctl("resume", "--reason", "go on")
    assert resumed.returncode == 0, resumed.stderr
    world.proxy.let_go()
    wait_for("more orders", lambda: set(world.ids()) - set(decided))


def reconciled(world):
    answer = world.ctl("status", "--json")
    if answer.returncode != 0:
        return None
    status = json.loads(answer.stdout)
    return status if status["reconciled"]["reconciled"] else None


def test_status_positions_and_orders_are_there_for_an_operator(world):
    world = world(wired=True)
    world.proxy.hold("2026-09-02T09:40:00")
    world.start_sim()
    world.write_config()
    world.start_daemon()
    wait_for("orders", lambda: len(world.submitted()) >= 10)
    for command in ("status", "positions", "orders"):
        answer = world.ctl(command)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.strip()
    world.stop()
    gone = world.ctl("status")
    assert gone.returncode == 3
    assert "qmtd" in gone.stderr


def test_rules_verify_reports_a_failing_case(tmp_path):
    case = {
        "about": "", "as_of": "2026-11-21", "flag": "", "kinds": {},
        "cases": [
            {"id": "mine-1", "kind": "tick", "type": "stock", "exchange": "SSE", "date": "2024-01-02", "price": "10.01",
             "valid": False},
        ],
    }
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(case))
    wrong = run("qmtlab", "rules", "verify", file)
    assert wrong.returncode == 1
    assert "mine-1" in wrong.stdout
