"""The operator's commands on what is traded, with real processes."""

import json

from conftest import run, wait_for
from test_day import reconciled, world_with_pace


def status(world):
    return json.loads(world.ctl("status", "--json").stdout)


def sides(world):
    return [order["side"] for order in world.submitted()]


def test_20_reduce_only_is_durable_and_lets_no_buy_leave(world):
    world = world()
    world = world_with_pace(world)
    wait_for("some buys", lambda: "buy" in sides(world))
    done = world.ctl("reduce-only", "--reason", "careful", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["changed"] and report["state"] == "reducing"
    buys = sides(world).count("buy")
    world.kill(world.daemon)
    world.start_daemon()
    now = wait_for("status", lambda: reconciled(world))["trading_state"]
    assert now["state"] == "reducing" and now["reason"] == "careful" and now["cause"] == "operator"
    assert "buys" in now["resume"]
    assert sides(world).count("buy") == buys
    resumed = world.ctl("resume", "--reason", "go on", "--json")
    assert json.loads(resumed.stdout)["state"] == "armed"
    wait_for("more buys", lambda: sides(world).count("buy") > buys)


def test_a_plan_waits_for_approval_of_exactly_that_plan(world):
    world = world()
    world.start_sim()
    world.write_config(extra="[limits]\napproval_lines = 0\n")
    # While a plan waits, newer targets are looked for: by seconds, so that the day is long enough to look at the plan.
    world.config.write_text(world.config.read_text().replace("poll_s = 600", "poll_s = 1"))
    world.start_daemon()

    def waiting():
        plan = world.ctl("plan", "--json")
        return plan if plan.returncode == 5 else None

    plan = json.loads(wait_for("a plan that waits", waiting).stdout)
    assert plan["phase"] == "held" and plan["held"] and plan["rows"]
    assert world.submitted() == []
    other = world.ctl("approve", "0000000000000000", "--reason", "a guess")
    assert other.returncode == 4, other.stderr

    def approved():
        digest = json.loads(world.ctl("plan", "--json").stdout)["digest"]
        return world.ctl("approve", digest, "--reason", "looked at it").returncode == 0

    wait_for("an approval in time", approved)
    wait_for("orders", lambda: len(world.submitted()) > 0)


def test_limits_show_what_is_used_and_another_rule_set_does_not_start(world):
    world = world()
    world = world_with_pace(world)
    wait_for("some orders", lambda: len(world.submitted()) >= 2)
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


def test_cancel_all_and_flatten_answer_and_are_in_the_journal(world):
    world = world()
    world = world_with_pace(world)
    wait_for("some orders", lambda: len(world.submitted()) >= 2)
    done = world.ctl("cancel-all", "--reason", "look", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["act"] == "cancel_all"
    sold = world.ctl("flatten", "--reason", "out", "--json")
    assert sold.returncode == 0, sold.stderr
    wait_for("the halt", lambda: status(world)["trading_state"]["state"] == "halted")
    assert "everything was to be sold: out" in status(world)["trading_state"]["reason"]
