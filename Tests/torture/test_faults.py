"""Each fault of the terminal that `qmtsim serve --fault` can make, over days, with the books audited at the end."""

import json
import time

import pytest

from world import run

# So long a fault may last; most days are over sooner.
WHILE_S = 8

# name, ids, value, what may be off at the end:
# "on target": nothing. "held back": lines may stay off their target for a named reason. "halted": the daemon stops itself.
FAULTS = [
    ("late-mapping", "Q1", 5, "on target"),
    ("missing-mapping", "Q1", 30, "on target"),
    ("vanishing-orders", "Q2-Q12", 20, "on target"),
    ("failed-but-live", "Q3-D19", 30, "on target"),
    ("slow-submits", "Q4-Q5-B18", 250, "on target"),
    ("cut-remarks", "Q6-D23", 24, "on target"),
    ("blank-remarks", "Q8-D23", 20, "on target"),
    ("stale-queries", "Q9", 6, "on target"),
    ("unknown-positions", "Q10-D01", 30, "on target"),
    ("empty-positions", "Q10-D01", 30, "on target"),
    ("zero-volume-rows", "Q11-D07", 100, "on target"),
    ("inverted-cancels", "Q13-D17", 50, "on target"),
    ("replayed-day", "Q14-B08", 100, "on target"),
    ("duplicate-pushes", "Q15-C02", 100, "on target"),
    ("fills-first", "Q16-D11-C03", 100, "on target"),
    ("backwards-status", "D08", 100, "on target"),
    ("lost-pushes", "C04", 30, "on target"),
    ("two-rows", "D22", 50, "on target"),
    ("remaining-as-volume", "Q17-C15", 100, "halted"),
    ("drop-at-day-roll", "Q19-A18", 100, "on target"),
    ("lost-answers", "Q20-Q21-B03", 5, "on target"),
    ("false-down", "Q22-B11", 20, "on target"),
    ("zero-asset", "Q23-D03", 80, "on target"),
    ("ignored-cancels", "Q24-D18", 100, "on target"),
    ("missing-asks", "Q25-E14", 30, "on target"),
    ("unknown-status", "Q29-C11", 50, "on target"),
    ("lost-reasons", "Q30", 100, "on target"),
    ("foreign-trader", "D12-D14", 20, "held back"),
]


def play(world):
    """With the fault for a while; then, if the days are not over, without it: whatever was held up must go on."""
    end = time.monotonic() + WHILE_S
    while not world.daemon.has_ended and time.monotonic() < end:
        world.daemon.hear(0.02)
    if not world.daemon.has_ended:
        world.kill_sim()
        world.faults = ["none"]
        world.start_sim()
    world.finish()


def test_every_fault_has_its_scenario_and_a_sentence():
    listed = run("qmtsim", "serve", "--list-faults")
    assert listed.returncode == 0, listed.stderr
    names = [line.split()[0] for line in listed.stdout.strip().split("\n")]
    assert names == [name for name, *_ in FAULTS]
    assert all(line.endswith(".") for line in listed.stdout.strip().split("\n"))


def test_an_unknown_fault_is_a_usage_error_with_a_suggestion(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x" * 32)
    refused = run(
        "qmtsim", "serve", "--fault", "late-maping", "--account", "1", "--secret", secret, "--state", tmp_path / "state",
        "--synthetic", "none")
    assert refused.returncode == 2
    assert "late-mapping" in refused.stderr


@pytest.mark.parametrize("name, value, at_end", [(n, v, e) for n, _, v, e in FAULTS], ids=[f"{i}-{n}" for n, i, *_ in FAULTS])
def test_a_terminal_with_this_fault_doubles_and_loses_nothing(world, name, value, at_end):
    each = world(days=2, faults=[f"{name}={value}"], config={"bridge": "request_timeout_s = 1"})
    each.start_sim()
    each.start_daemon()
    play(each)
    struck = [entry for entry in each.inputs() if "faults" in entry]
    assert json.dumps(struck).count(name) == 1
    figures = each.audit.at_end(is_on_target=at_end == "on target", is_alone=name != "foreign-trader")
    assert figures["orders"] > 0
    halted = each.rows("SELECT count(*) FROM entries WHERE kind = 'halted'")[0][0]
    assert (halted > 0) == (at_end == "halted")
