"""The daemon's own clock steps while it trades (libfaketime from Debian moves the wall clock, the monotonic one stays).

Preloaded alone, libfaketime makes its shared memory at the start and puts FAKETIME_SHARED into the environment. That moves
the environment away from the arguments, and a Swift program finds its arguments by their place before the environment: it
sees none. So the shared memory is made here, and named, as the `faketime` program does it.
"""

import ctypes
import datetime
import os
import pathlib
import struct
import time

import pytest

from world import wait_for

LIBRARY = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed: apt install libfaketime")
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


class Clock:
    """The daemon's wall clock: a file that says how far it is from the real one, read anew at every look."""

    def __init__(self, world, starts_at):
        self.file = world.folder / "clock"
        self.name = f"qmtd-torture-{os.getpid()}-{world.folder.name.rsplit('.', 1)[-1]}"
        library = ctypes.CDLL(None, use_errno=True)
        library.sem_open.restype = ctypes.c_void_p
        assert library.sem_open(f"/{self.name}.sem".encode(), os.O_CREAT, 0o600, ctypes.c_uint(1))
        # No ticks, no place in a file, and start times that are not set.
        self.memory = pathlib.Path("/dev/shm") / f"{self.name}.mem"
        self.memory.write_bytes(struct.pack("<QQ", 0, 0) + struct.pack("<qq", 0, -1) * 4 + bytes(4096))
        self.base = datetime.datetime.fromisoformat(starts_at).replace(tzinfo=SHANGHAI).timestamp() - time.time()
        self.step(0)

    def step(self, seconds):
        """So far from the shim's clock from here on."""
        unfinished = self.file.with_suffix(".new")
        unfinished.write_text(f"{self.base + seconds:+.3f}\n")
        unfinished.rename(self.file)

    def remove(self):
        self.memory.unlink(missing_ok=True)
        (pathlib.Path("/dev/shm") / f"sem.{self.name}.sem").unlink(missing_ok=True)

    @property
    def environment(self):
        return {
            "LD_PRELOAD": str(LIBRARY), "FAKETIME_SHARED": f"/{self.name}.sem /{self.name}.mem",
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture
def paced(world):
    """A shim that runs at the pace of a real day, and a daemon with a clock of its own that agrees with it."""
    clocks = []

    def make(at, extra="", skew=2000):
        each = start(world, at, extra, skew)
        clocks.append(each.clock)
        return each

    yield make
    for clock in clocks:
        clock.remove()


def start(world, at, extra, skew):
    each = world(options=["--speed", "1", "--at", at], heartbeat=1)
    each.write_config(clock="own", skew=skew, extra=extra, bridge="request_timeout_s = 2")
    each.start_sim()
    each.clock = Clock(each, f"{each.first}T{at}")
    return each


def to_the_end(world):
    """Nobody waits for a real day: the rest of it is played with the shim's clock."""
    world.stop()
    world.options = []
    world.write_config()
    world.audit.after_blow()
    world.start_sim()
    world.start_daemon()
    world.finish()
    return world.audit.at_end()


def test_F01_the_wall_clock_steps_while_orders_leave(paced):
    each = paced("09:30:58", extra="[execution]\norders_per_second = 2\n")
    each.start_daemon(environment=each.clock.environment)
    each.daemon.wait_reconciled()
    wait_for("the first orders", lambda: len(each.submitted()) >= 3, patience=30)
    for seconds in (30, -30, 1):
        each.clock.step(seconds)
        time.sleep(0.3)
    each.clock.step(0)
    wait_for("more orders", lambda: len(each.submitted()) >= 6, patience=30)
    assert not each.daemon.has_ended
    late = [e for e in each.inputs() if "submitted" in e and e["submitted"]["at"] > e["submitted"]["_0"]["validUntil"]]
    assert late == []
    figures = to_the_end(each)
    assert figures["orders"] > 20


@pytest.mark.parametrize(
    "seconds", [-365 * 86400, -3600, 3600, 86400],
    ids=["F03-a-year-back", "D30-hour-back", "D30-hour-on", "F03-a-day-on"])
def test_F03_a_clock_that_is_wrong_at_the_start_trades_nothing(paced, seconds):
    each = paced("09:31:30")
    each.clock.step(seconds)
    each.start_daemon(environment=each.clock.environment)
    wait_for("the refusal", lambda: "clock differs" in each.log() or "trading day" in each.log(), patience=30)
    assert each.submitted() == []
    assert not each.daemon.is_reconciled


def test_F02_a_step_back_over_the_start_of_the_window_sends_nothing_twice(paced):
    each = paced("09:30:58", extra="[execution]\norders_per_second = 2\n")
    each.start_daemon(environment=each.clock.environment)
    each.daemon.wait_reconciled()
    wait_for("the first orders", lambda: len(each.submitted()) >= 2, patience=30)
    each.clock.step(-60)
    time.sleep(1)
    each.clock.step(0)
    to_the_end(each)
