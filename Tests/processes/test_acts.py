"""The operator's commands on what is traded, with real processes."""

import json

from conftest import run, wait_for
from test_day import reconciled


def held(world, extra=""):
    """A daemon that sends one order a second of simulated time, on a day that stands still after a few of them."""
    each = world(wired=True)
    each.proxy.hold("2026-09-02T09:31:05")
    each.start_sim()
    each.write_config(extra=f"[execution]\norders_per_second = 1\n{extra}")
    each.start_daemon()
    return each


def trading(world, extra=""):
    each = held(world, extra)
    wait_for("some orders", lambda: len(each.submitted()) >= 2)
    return each


def goes_on_to(world, moment):
    world.proxy.hold(moment)
    wait_for("the clock to stand", lambda: world.proxy.is_holding)


def test_20_reduce_only_is_durable_and_lets_no_buy_leave(world):
    world = trading(world)
    done = world.ctl("reduce-only", "--reason", "careful", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["changed"] and report["state"] == "reducing"
    # The account was empty: all that is wanted today is bought.
    decided = world.decided()
    goes_on_to(world, "2026-09-02T09:36:00")
    world.kill(world.daemon)
    world.start_daemon()
    state = wait_for("status", lambda: reconciled(world))["trading_state"]
    assert state["state"] == "reducing" and state["reason"] == "careful" and state["cause"] == "operator"
    assert "buys" in state["resume"]
    goes_on_to(world, "2026-09-02T09:40:00")
    assert world.decided() == decided
    resumed = world.ctl("resume", "--reason", "go on", "--json")
    assert json.loads(resumed.stdout)["state"] == "armed"
    world.proxy.let_go()
    wait_for("more buys", lambda: set(world.ids()) - set(decided))


def test_K16_a_plan_waits_for_approval_of_exactly_that_plan(world):
    world = held(world, "[limits]\napproval_lines = 0\n")

    def waiting():
        plan = world.ctl("plan", "--json")
        return plan if plan.returncode == 5 else None

    plan = json.loads(wait_for("a plan that waits", waiting).stdout)
    assert plan["phase"] == "held" and plan["held"] and plan["rows"]
    assert world.decided() == []
    positions = json.loads(world.ctl("positions", "--json").stdout)
    assert positions["rows"] and all(row["volume"] == 0 for row in positions["rows"]), "a known nothing is zero"
    other = world.ctl("approve", "0000000000000000", "--reason", "a guess")
    assert other.returncode == 4, other.stderr
    assert world.decided() == []
    approved = world.ctl("approve", plan["digest"], "--reason", "looked at it")
    assert approved.returncode == 0, approved.stderr
    world.proxy.let_go()
    wait_for("orders", lambda: len(world.submitted()) > 0)


def test_limits_show_what_is_used_and_another_rule_set_does_not_start(world):
    world = trading(world)
    report = json.loads(world.ctl("limits", "--json").stdout)
    rows = {row["name"]: row for row in report["rows"]}
    row = rows["limits.messages_per_day"]
    assert row["limit"] == 2000 and row["used"] >= 1 and row["left"] == 2000 - row["used"]
    assert "cash" in report["checks"] and len(report["rules_digest"]) == 16
    assert "limits.messages_per_day" in world.ctl("limits").stdout
    world.stop()
    world.write_config(extra=f'[limits]\nrules_digest = "{report["rules_digest"]}"\n')
    assert run("qmtd", "check", "--config", world.config).returncode == 0
    world.write_config(extra='[limits]\nrules = ["cash"]\n')
    refused = run("qmtd", "check", "--config", world.config)
    assert refused.returncode == 78 and "opposite_order" in refused.stderr + refused.stdout


def test_cancel_all_and_flatten_answer_and_end_in_a_halt(world):
    world = trading(world)
    done = world.ctl("cancel-all", "--reason", "look", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["act"] == "cancel_all"
    sold = world.ctl("flatten", "--reason", "out", "--json")
    assert sold.returncode == 0, sold.stderr
    world.proxy.let_go()
    world.finish()
    kinds = [kind for kind, _ in world.entries()]
    assert {"cancel_all_asked", "flatten_asked"} <= set(kinds)
    halts = [body for kind, body in world.entries() if kind == "halted"]
    assert len(halts) == 1 and "everything was to be sold: out" in halts[0]
