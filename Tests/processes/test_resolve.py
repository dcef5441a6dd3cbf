"""`qmtctl resolve`: an order of which nobody can say whether it exists is settled by a person's word, and only that."""

import json

import pytest

from conftest import wait_for

# A side that carries nothing out, never answers, and cannot say for an hour what became of a submit.
LOST = ("vanishing-orders=100", "lost-answers=100", "late-mapping=3600")


def in_doubt(world, at):
    """A wired world that stands at this time of its first day of trading, with all of its orders in doubt."""
    each = world(wired=True, faults=LOST, last="2026-09-02")
    each.proxy.hold(f"2026-09-02T{at}")
    each.start_sim()
    each.write_config(bridge="request_timeout_s = 1")
    each.start_daemon()
    wait_for("doubt", lambda: len(unknown(each)) >= 3 and each.proxy.is_holding)
    return each


def unknown(world):
    answer = world.ctl("orders", "--unknown", "--json")
    return json.loads(answer.stdout)["rows"] if answer.returncode == 0 else []


def line(world, symbol):
    """What is said of the symbol at the end of the day."""
    report = world.report()
    assert report.returncode == 0, report.stdout[-6000:] + report.stderr
    return next(row.split() for row in report.stdout.splitlines() if row.startswith(symbol))


def test_an_order_in_doubt_is_settled_by_word_and_the_day_goes_on(world):
    world = in_doubt(world, "09:40:00")
    assert "qmtctl resolve" in world.ctl("status").stdout, "the alert says what to do"
    assert "qmtctl resolve" in world.ctl("orders", "--unknown").stdout
    never, over, left = (row["client_order_id"] for row in unknown(world)[:3])
    symbols = {row["client_order_id"]: row["symbol"] for row in unknown(world)}

    settled = world.ctl("resolve", never, "--never-placed", "--reason", "no such row, the list is complete")
    assert settled.returncode == 0, settled.stderr
    assert f"Order {never} is settled: it was never placed." in settled.stdout
    assert "decided anew under a new id" in settled.stdout and "done for the day" not in settled.stdout
    settled = world.ctl("resolve", over, "--filled", "0", "--reason", "row 77 was cancelled by the broker", "--json")
    assert settled.returncode == 0, settled.stderr
    report = json.loads(settled.stdout)
    assert (report["outcome"], report["filled"], report["order"]) == ("over", 0, over)
    assert "done for the day" in report["note"]
    # Both were in the journal before the commands returned, with who said it and why.
    words = [json.loads(body)["operatorResolved"] for kind, body in world.entries() if kind == "operator_resolved"]
    assert [(word["_0"], word["reason"]) for word in words] == [
        (never, "no such row, the list is complete"), (over, "row 77 was cancelled by the broker")]
    assert all(word["by"] == report["by"] for word in words)
    assert not {never, over} & {row["client_order_id"] for row in unknown(world)}
    # Settled once is settled; and of the others the doubt stays.
    again = world.ctl("resolve", never, "--filled", "0", "--reason", "another thought")
    assert again.returncode == 1 and "not in doubt" in again.stderr
    assert left in {row["client_order_id"] for row in unknown(world)}

    # The side finds its tongue: the others are proven by it, and everything but the line that is over is bought.
    world.kill(world.sim)
    world.faults = ("none",)
    world.start_sim()
    world.proxy.let_go()
    world.finish()
    world.stop()
    ids, bought = world.ids(), [order["symbol"] for order in world.submitted()]
    assert len(ids) == len(set(ids)) and not {never, over, left} & set(ids)
    assert symbols[never] in bought and symbols[left] in bought
    assert symbols[over] not in bought
    assert line(world, symbols[over])[-1] == "unfilled"
    assert sum(kind == "operator_resolved" for kind, _ in world.entries()) == 2


def test_a_word_that_cannot_be_true_changes_nothing(world):
    world = in_doubt(world, "09:40:00")
    first = unknown(world)[0]
    volume = first["volume"]
    before = world.entries()
    for order, said, why in [
        ("20240102-3-7", ["--never-placed"], "no order 20240102-3-7"),
        ("nonsense", ["--never-placed"], "no order nonsense"),
        (first["client_order_id"], ["--filled", volume + 100], f"0 of the {volume} shares"),
    ]:
        refused = world.ctl("resolve", order, *said, "--reason", "a slip")
        assert (refused.returncode, refused.stdout) == (1, ""), refused.stderr
        assert why in refused.stderr and refused.stderr.startswith("qmtctl resolve: ")
        told = world.ctl("resolve", order, *said, "--reason", "a slip", "--json")
        assert told.returncode == 1 and json.loads(told.stdout)["error"]["name"] == "refused"
    blank = world.ctl("resolve", first["client_order_id"], "--never-placed", "--reason", " ")
    assert blank.returncode == 2 and "reason is empty" in blank.stderr
    assert world.entries() == before


def test_before_its_deadline_an_order_may_still_be_placed_and_is_not_settled(world):
    world = in_doubt(world, "09:31:10")
    refused = world.ctl("resolve", unknown(world)[0]["client_order_id"], "--never-placed", "--reason", "not there")
    assert refused.returncode == 1
    assert "may still be placed until" in refused.stderr and "try again" in refused.stderr


@pytest.mark.parametrize("arguments, why", [
    ([], "<order>"), (["1-1-1"], "--reason"), (["1-1-1", "--reason", "x"], "either --never-placed or --filled"),
    (["1-1-1", "--never-placed", "--filled", "3", "--reason", "x"], "either --never-placed or --filled"),
    (["1-1-1", "--filled", "-5", "--reason", "x"], "--filled must be zero or more"),
    (["1-1-1", "--filled", "all", "--reason", "x"], "'all' is invalid"),
    (["1-1-1", "--filled", "--reason", "x"], "--filled"),
], ids=["nothing", "no reason", "no outcome", "both", "negative", "no number", "no value"])
def test_wrong_usage_of_resolve_is_told_with_the_right_one(world, arguments, why):
    wrong = world().ctl("resolve", *arguments)
    assert wrong.returncode == 2
    assert why in wrong.stderr and "Usage: qmtctl resolve" in wrong.stderr


def test_without_a_daemon_nothing_is_settled(world):
    gone = world().ctl("resolve", "20240102-3-7", "--never-placed", "--reason", "x")
    assert gone.returncode == 3 and "qmtd is not running" in gone.stderr
