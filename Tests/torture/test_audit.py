"""The auditor itself: each thing that it must find is done to a sound world, and must be found."""

import json
import sqlite3

import pytest

from audit import Auditor
from world import Failure


@pytest.fixture
def sound(world):
    each = world(days=1)
    each.start_sim()
    each.start_daemon()
    each.finish()
    each.stop()
    each.audit.at_end()
    return each


def journal(world, sql, *values):
    connection = sqlite3.connect(world.journal)
    for trigger, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(sql, values)
    connection.commit()
    connection.close()


def ledger(world, change):
    lines = world.state.read_text().splitlines()
    world.state.write_text("\n".join(change(lines)) + "\n")


def drop_last_row(world):
    journal(world, "DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)")


def drop_an_intent(world):
    seq, _ = world.intents()[3]
    journal(world, "UPDATE entries SET kind = 'planned' WHERE seq = ?", seq)


def change_an_intent(world):
    seq, submission = world.intents()[3]
    body = world.rows("SELECT body FROM entries WHERE seq = ?", seq)[0][0]
    changed = json.loads(body)
    changed["intended"]["_0"]["submission"]["volume"] += 100
    journal(world, "UPDATE entries SET body = ? WHERE seq = ?", json.dumps(changed), seq)


def drop_a_fill(world):
    journal(world, "UPDATE entries SET kind = 'planned' WHERE seq = (SELECT max(seq) FROM entries WHERE kind = 'filled')")


def change_a_hash(world):
    journal(world, "UPDATE entries SET hash = zeroblob(32) WHERE seq = 5")


def submit_twice(world):
    ledger(world, lambda lines: lines + [next(line for line in lines if "submitted" in line)])


def submit_unknown(world):
    def change(lines):
        line = json.loads(next(line for line in lines if "submitted" in line))
        line["submitted"]["_0"]["clientOrderID"] = "20260902-9-9"
        return lines + [json.dumps(line)]

    ledger(world, change)


def halt_before_an_order(world):
    seq, _ = world.intents()[3]
    before = world.rows("SELECT max(seq) FROM entries WHERE seq < ? AND kind <> 'intended'", seq)[0][0]
    journal(world, "UPDATE entries SET kind = 'halted' WHERE seq = ?", before)


@pytest.mark.parametrize("violation, sentence", [
    (drop_last_row, "acknowledged|journal ends"), (drop_an_intent, "not in the journal"),
    (change_an_intent, "the broker got"), (drop_a_fill, "only the broker has|DIFFERENT|differ|verify"),
    (change_a_hash, "verify|differ"), (submit_twice, "twice"), (submit_unknown, "not in the journal"),
    (halt_before_an_order, "halted"),
], ids=lambda value: getattr(value, "__name__", ""))
def test_a_seeded_violation_is_found(sound, violation, sentence):
    audit = Auditor(sound)
    audit.look()
    violation(sound)
    sound._state_offset, sound._inputs = 0, []
    with pytest.raises(Failure, match=sentence):
        audit.at_end()
