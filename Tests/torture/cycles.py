"""Cycles of blows: a world trades its days while it is struck at random moments, and is audited after each blow.

A cycle is one blow (a kill, a cut, a stop, a halt) after which the daemon must be reconciled again. A daemon that is killed
while it is still starting counts as a kill, not as a cycle. The seed decides everything that is drawn; the moment that a
draw means depends on the machine, so a seed repeats the plan of a run, not its every instant.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import signal
import statistics
import sys
import tempfile
import time
import traceback

from audit import Auditor
from world import Failure, Market, World, wire

# How often each blow is struck. The kills of the daemon are what the figures are about; the others are dearer.
WEIGHTS = {
    "kill": 62, "kill both": 8, "kill shim": 3, "cut": 5, "half line": 4, "one byte": 4, "slow": 3, "doubled": 3,
    "dropped": 3, "pause": 2, "pause shim": 1, "terminate": 3, "halt": 3,
}


class Cycles:
    """One world, from its first day to its last."""

    def __init__(self, market, seed, wanted, blows=None):
        self.seed, self.wanted = seed, wanted
        self.chance = random.Random(seed)
        self.weights = {name: WEIGHTS[name] for name in blows or WEIGHTS}
        self.figures = collections.Counter()
        self.recoveries = []
        # A few days are enough to be struck in; the rest of the time would go into finishing them.
        first = self.chance.randrange(len(market.days) - 3)
        self.world = World(market, days=market.days[first : first + 4])
        self.proxy = wire.Proxy(self.world.folder / "wire.sock", self.world.sim_socket)
        self.world.endpoint = self.proxy.listen
        self.world.write_config()
        self.audit = Auditor(self.world)
        self.typical = 0.3
        self.plan = []

    def run(self):
        world = self.world
        try:
            world.start_sim()
            world.start_daemon()
            while self.recovered() and self.figures["cycles"] < self.wanted:
                self.moment()
                if world.daemon.has_ended:
                    break
                blow = self.chance.choices(list(self.weights), self.weights.values())[0]
                self.plan.append(blow)
                getattr(self, blow.replace(" ", "_"))()
                self.figures[blow] += 1
                self.figures["cycles"] += 1
            self.proxy.calm()
            if world.daemon.has_ended and world.daemon.process.returncode != 0:
                raise Failure(f"qmtd left with {world.daemon.process.returncode}: {world.log()[-3000:]}")
            world.finish()
            self.figures += self.audit.at_end()
            if self.proxy.offences:
                raise Failure(f"sent before the account had been read on that connection: {self.proxy.offences[0]}")
            self.figures["worlds"] += 1
        except BaseException:
            world.stop()
            self.proxy.stop()
            raise
        world.stop()
        self.proxy.stop()
        world.remove()
        return self.figures, self.recoveries

    def recovered(self):
        """Waits until the daemon is reconciled; false where the last day is over."""
        seconds = self.world.daemon.wait_reconciled()
        return seconds is not None

    def restart(self):
        """Starts the daemon until it is reconciled; now and then it is killed again on the way there."""
        while True:
            daemon = self.world.start_daemon()
            if self.chance.random() < 0.35:
                time.sleep(self.chance.random() * self.typical)
                self.audit.look()
                daemon.kill()
                self.figures["kills while starting"] += 1
                self.audit.after_blow()
                continue
            seconds = daemon.wait_reconciled()
            if seconds is None:
                return
            self.recoveries.append(seconds)
            self.typical = 0.9 * self.typical + 0.1 * seconds
            return

    def moment(self):
        """A random moment: right after something was sent, or later in the day, or days later."""
        end = time.monotonic() + self.chance.choice([0.0, 0.004, 0.03, 0.2, 0.5]) * self.chance.random()
        while (left := end - time.monotonic()) > 0 and not self.world.daemon.has_ended:
            self.world.daemon.hear(left)

    def lost_and_found(self, patience=60):
        """Waits until the connection has been lost and the account is reconciled again."""
        daemon = self.world.daemon
        end = time.monotonic() + patience
        was_lost = False
        while time.monotonic() < end:
            daemon.hear(0.02)
            was_lost = was_lost or not daemon.is_reconciled
            if was_lost and daemon.is_reconciled or daemon.has_ended:
                return
        raise Failure(f"not reconciled again within {patience} s: {daemon.status}")

    # Blows

    def kill(self):
        self.audit.look()
        self.world.daemon.kill()
        self.figures["kill -9"] += 1
        self.audit.after_blow()
        self.restart()

    def kill_both(self):
        self.audit.look()
        processes = [self.world.daemon.process, self.world.sim]
        self.chance.shuffle(processes)
        for process in processes:
            process.kill()
        self.world.daemon.kill()
        self.world.kill_sim()
        self.figures["kill -9"] += 2
        self.audit.after_blow()
        self.world.start_sim()
        self.restart()

    def kill_shim(self):
        self.world.daemon.drain()
        self.world.kill_sim()
        self.figures["kill -9"] += 1
        time.sleep(self.chance.random() * 0.1)
        self.world.start_sim()
        self.lost_and_found()

    def cut(self):
        self.world.daemon.drain()
        self.proxy.cut()
        self.lost_and_found()

    def half_line(self):
        """The wire breaks after so many more bytes, most probably in a line."""
        self.world.daemon.drain()
        direction = self.chance.choice([wire.UP, wire.DOWN])
        cuts = self.proxy.cuts
        self.proxy.faults[direction].cut_after = self.chance.randrange(1, 3000)
        while self.proxy.cuts == cuts and not self.world.daemon.has_ended:
            self.world.daemon.hear(0.005)
        self.proxy.calm()
        if self.proxy.cuts > cuts:
            self.reconciled_by_now()

    def reconciled_by_now(self):
        self.world.daemon.drain()
        if self.world.daemon.is_reconciled and not self.world.daemon.has_ended:
            # The loss may not have been told yet: kill, which is certain.
            return self.kill()
        self.lost_and_found()

    def one_byte(self):
        """Every byte is a packet, for a while; then the daemon is killed in the middle of it."""
        for direction in (wire.UP, wire.DOWN):
            self.proxy.faults[direction].chunk = 1
        time.sleep(0.1)
        self.kill_and_calm()

    def slow(self):
        for direction in (wire.UP, wire.DOWN):
            self.proxy.faults[direction].delay = 0.003
            self.proxy.faults[direction].chunk = 400
        time.sleep(0.1)
        self.kill_and_calm()

    def kill_and_calm(self):
        self.audit.look()
        self.world.daemon.kill()
        self.figures["kill -9"] += 1
        self.proxy.calm()
        self.audit.after_blow()
        self.restart()

    def doubled(self):
        """Every line towards the daemon comes twice: answers and events alike."""
        self.proxy.faults[wire.DOWN].change = lambda line: [line, line]
        time.sleep(0.1)
        self.kill_and_calm()

    def dropped(self):
        """An answer to a submit never comes, and then the connection is gone."""
        gone = self.proxy.swallow_answer(b"order.submit")
        end = time.monotonic() + 0.5
        while not gone and time.monotonic() < end and not self.world.daemon.has_ended:
            time.sleep(0.002)
        self.world.daemon.drain()
        self.proxy.calm()
        if gone:
            self.figures["answers dropped"] += 1
            self.proxy.cut()
            self.lost_and_found()
        else:
            self.kill()

    def pause(self):
        self.world.daemon.signal(signal.SIGSTOP)
        time.sleep(self.chance.random() * 0.3)
        self.world.daemon.signal(signal.SIGCONT)
        self.kill()

    def pause_shim(self):
        self.world.sim.send_signal(signal.SIGSTOP)
        time.sleep(self.chance.random() * 0.3)
        if self.chance.random() < 0.5:
            self.audit.look()
            self.world.daemon.kill()
            self.figures["kill -9"] += 1
            self.audit.after_blow()
            self.world.sim.send_signal(signal.SIGCONT)
            self.restart()
        else:
            self.world.sim.send_signal(signal.SIGCONT)
            self.kill()

    def terminate(self):
        daemon = self.world.daemon
        daemon.signal(signal.SIGTERM)
        if daemon.process.wait(timeout=15) != 0:
            raise Failure(f"left with {daemon.process.returncode} after SIGTERM: {self.world.log()[-2000:]}")
        self.audit.after_blow()
        ended = self.world.rows("SELECT ended_at_ms FROM runs ORDER BY number DESC LIMIT 1")
        if ended[0][0] is None:
            raise Failure("after SIGTERM the run was not closed in the journal")
        self.restart()

    def halt(self):
        answer = self.world.ask("halt", reason="torture")
        if answer is None:
            # It had gone before it could answer.
            return
        self.kill()
        if self.world.daemon.has_ended:
            return
        status = self.world.ask("status")
        if status is None and self.world.daemon.process.wait(timeout=20) == 0:
            return
        if status["trading_state"]["state"] != "halted":
            raise Failure(f"halted before the kill, {status['trading_state']} after it")
        if self.world.ask("resume", reason="go on") is not None:
            self.figures["halts"] += 1
            end = time.monotonic() + 60
            while time.monotonic() < end and not self.world.daemon.has_ended:
                status = self.world.ask("status")
                if status and status["reconciled"]["reconciled"]:
                    return


def play(market, seed, wanted, blows):
    """In a process of its own. Returns what happened, or the sentence that names the failure."""
    cycles = Cycles(market, seed, wanted, blows)
    try:
        return cycles.run(), None
    except Exception as error:
        kept = cycles.world.folder
        (kept / "failure.txt").write_text(
            f"seed {seed}\nblows {cycles.plan}\n{traceback.format_exc()}")
        return (cycles.figures, cycles.recoveries), f"seed {seed}: {error}\n  everything is kept in {kept}"


def main():
    parser = argparse.ArgumentParser(description="Strikes whole processes, and audits what they leave.")
    parser.add_argument("--cycles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None, help="of the first world; the next have the next numbers")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", action="append", choices=sorted(WEIGHTS), help="this blow alone; may be repeated")
    parser.add_argument("--each", type=int, default=60, help="cycles a world, at most")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 31)
    print(f"torture: {arguments.cycles} cycles, --seed {seed}", flush=True)
    figures, recoveries, failures = collections.Counter(), [], []
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="qmtd-torture-market.") as folder:
        market = Market(folder)
        with concurrent.futures.ProcessPoolExecutor(arguments.workers) as pool:
            open_worlds = {}
            number = 0
            while True:
                planned = figures["cycles"] + sum(open_worlds.values())
                while len(open_worlds) < arguments.workers and planned < arguments.cycles and not failures:
                    wanted = min(arguments.each, arguments.cycles - planned)
                    open_worlds[pool.submit(play, market, seed + number, wanted, arguments.only)] = wanted
                    number += 1
                    planned += wanted
                if not open_worlds:
                    break
                done, _ = concurrent.futures.wait(open_worlds, return_when=concurrent.futures.FIRST_COMPLETED)
                for world in done:
                    del open_worlds[world]
                    (counted, seconds), failure = world.result()
                    figures += counted
                    recoveries += seconds
                    if failure:
                        failures.append(failure)
                        print(f"FAILED {failure}", flush=True)
                if number % 20 == 0:
                    print(f"  {figures['cycles']} cycles in {number - len(open_worlds)} worlds", flush=True)
    took = time.monotonic() - begin
    for name, count in sorted(figures.items()):
        print(f"  {name}: {count}")
    if recoveries:
        print(f"  restart to reconciled: median {statistics.median(recoveries):.3f} s, "
              f"max {max(recoveries):.3f} s over {len(recoveries)}")
    kills = figures["kill -9"] + figures["kills while starting"]
    print(f"{figures['cycles']} cycles, {kills} kill -9, {took:.0f} s, {figures['cycles'] / took:.1f} cycles/s; "
          f"violations: {len(failures)}; --seed {seed}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
