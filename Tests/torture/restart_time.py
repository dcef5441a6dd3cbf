"""Restart to reconciled with many journal rows of the day: Tests/torture/restart_time.py BIN [ROWS]. A figure, not a test."""

import os
import statistics
import sys

os.environ["QMTD_BIN"] = sys.argv[1]
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 5000

import tempfile  # noqa: E402

from audit import Auditor  # noqa: E402
from world import Market, World, wait_for  # noqa: E402

with tempfile.TemporaryDirectory(prefix="qmtd-restart.") as folder:
    # Many targets that fill in many parts make many rows.
    market = Market(folder, per_day=80)
    world = World(market, days=market.days[1:2], options=["--cash", "1000000000"])
    world.start_sim()
    world.start_daemon()
    try:
        def is_there():
            world.daemon.hear(0.001)
            assert not world.daemon.has_ended, f"the day ended with {world.head()[0]} rows"
            return world.head()[0] >= wanted

        wait_for(f"{wanted} rows", is_there)
        audit, seconds = Auditor(world), []
        for _ in range(11):
            audit.look()
            world.daemon.kill()
            audit.after_blow()
            took = world.start_daemon().wait_reconciled()
            if took is None:
                break
            seconds.append(took)
        rows = world.head()[0]
        print(f"restart to reconciled after kill -9, {wanted} to {rows} rows of the day: median "
              f"{statistics.median(seconds):.3f} s, max {max(seconds):.3f} s over {len(seconds)}")
    finally:
        world.stop()
        world.remove()
