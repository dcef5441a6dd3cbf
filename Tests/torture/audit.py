"""What must be true of the broker's books and the daemon's journal, after every blow and at the end.

The truth is the simulated broker's own state file. The journal is read by SQLite alone, with none of the daemon's code.
"""

import collections
import json

from world import Failure, run


class Auditor:
    def __init__(self, world):
        self.world = world
        self.seen = (0, b"")
        self.known = {}
        self.last_intent = 0
        self.checked_orders = 0
        self.figures = collections.Counter()

    def look(self):
        """Remembers the newest row that a reader can see: from here on it must stay."""
        head = self.world.head()
        if head[0] < self.seen[0]:
            raise Failure(f"row {self.seen[0]} was there, now the journal ends at {head[0]}")
        self.seen = head
        return head

    def after_blow(self):
        """The daemon is dead: what it had written is what it will be judged by."""
        world = self.world
        seq, digest = self.seen
        if seq:
            row = world.rows("SELECT hash FROM entries WHERE seq = ?", seq)
            if not row or row[0][0] != digest:
                raise Failure(f"row {seq} was acknowledged before the blow and is gone, or another one, after it")
        found = world.rows("SELECT count(*), coalesce(max(seq), 0) FROM entries")
        count, last = found[0] if found else (0, 0)
        if count != last:
            raise Failure(f"the journal has {count} rows, the last is number {last}")
        self.figures["rows checked"] = last
        for seq, submission in world.intents(self.last_intent):
            self.last_intent = seq
            if submission["clientOrderID"] in self.known:
                raise Failure(f"the journal gives id {submission['clientOrderID']} twice")
            self.known[submission["clientOrderID"]] = (seq, submission)
        self.orders()

    def orders(self):
        """Every order at the broker was first in the journal, as it is, and none is there twice."""
        submitted = self.world.submitted()
        ids = {order["clientOrderID"] for order in submitted[: self.checked_orders]}
        for order in submitted[self.checked_orders :]:
            identity = order["clientOrderID"]
            if identity in ids:
                raise Failure(f"order {identity} reached the broker twice")
            ids.add(identity)
            if identity not in self.known:
                raise Failure(f"order {identity} is at the broker and not in the journal")
            if self.known[identity][1] != order:
                raise Failure(f"order {identity}: the journal says {self.known[identity][1]}, the broker got {order}")
        self.checked_orders = len(submitted)
        self.figures["orders"] = len(submitted)

    def at_end(self, is_on_target=True, is_alone=True):
        """After a clean end: everything again from the beginning, and the money, unless somebody else trades it too."""
        self.after_blow()
        world = self.world
        epochs = [entry["claimed"]["epoch"] for entry in world.inputs() if "claimed" in entry]
        if epochs != sorted(set(epochs)):
            raise Failure(f"epochs do not rise: {epochs}")
        runs = world.rows("SELECT epoch, ended_at_ms FROM runs ORDER BY number")
        if epochs and epochs[-1] > runs[-1][0]:
            raise Failure(f"the broker saw epoch {epochs[-1]}, the journal ends at {runs[-1][0]}")
        if runs[-1][1] is None:
            raise Failure("the last run was not closed in the journal")
        self.halts()
        checked = run("qmtd", "check", "--config", world.config)
        if "ok       journal" not in checked.stdout:
            raise Failure(f"the journal's chain does not verify: {checked.stdout}")
        if is_alone:
            self.money(is_on_target)
        self.ledger()
        return self.figures

    def money(self, is_on_target):
        report = self.world.report()
        differing = [line for line in report.stdout.split("\n") if "DIFFERENT" in line]
        if differing or "equal to the broker's" not in report.stdout:
            raise Failure(f"journal and broker differ: {differing or report.stdout[-2000:] + report.stderr}")
        if is_on_target and report.returncode != 0:
            raise Failure("lines without a reason: " + "\n".join(
                line for line in report.stdout.split("\n") if line.startswith("NOT ON TARGET")))

    def halts(self):
        """No order that reached the broker was decided between a halt and the next resume."""
        at_broker = {order["clientOrderID"] for order in self.world.submitted()}
        halted = False
        for seq, kind, body in self.world.rows(
                "SELECT seq, kind, body FROM entries WHERE kind IN ('halted', 'resumed', 'intended') ORDER BY seq"):
            if kind != "intended":
                halted = kind == "halted"
            elif halted and json.loads(body)["intended"]["_0"]["submission"]["clientOrderID"] in at_broker:
                raise Failure(f"row {seq}: an order was decided and sent while trading was halted")

    def ledger(self):
        """The broker's books, line by line, against the journal's rows."""
        world = self.world
        books = run(
            "qmtsim", "ledger", "--state", world.state, "--history", world.market.warehouse)
        if books.returncode != 0:
            raise Failure(f"the broker's books cannot be read: {books.stderr}")
        books = json.loads(books.stdout)
        if books["broken"]:
            raise Failure(f"the broker's own books do not add up: {books['broken']}")
        ours = {}
        for (body,) in world.rows("SELECT body FROM entries WHERE kind = 'filled' ORDER BY seq"):
            fill = json.loads(body)["filled"]["_0"]
            key = (fill["clientOrderID"], fill["tradeID"])
            if key in ours:
                raise Failure(f"fill {key} is counted twice in the journal")
            ours[key] = (fill["symbol"], fill["side"], fill["price"], fill["volume"], fill["amount"])
        theirs = {}
        for day in books["days"]:
            sold, sellable = collections.Counter(), day["sellable"]
            for fill in day["fills"]:
                if fill["side"] == "sell":
                    sold[fill["symbol"]] += fill["volume"]
                if fill.get("client_order_id"):
                    theirs[fill["client_order_id"], fill["trade_id"]] = (
                        fill["symbol"], fill["side"], fill["price_li"], fill["volume"], fill["amount_li"])
            for symbol, shares in sold.items():
                if shares > sellable.get(symbol, 0):
                    raise Failure(f"{day['day']} {symbol}: {shares} sold, {sellable.get(symbol, 0)} were to sell")
        if ours != theirs:
            raise Failure(
                f"fills only the broker has: {sorted(theirs.items() - ours.items())[:5]}; only the journal: "
                f"{sorted(ours.items() - theirs.items())[:5]}")
        if books["cash_li"] < 0:
            raise Failure(f"the account owes: {books['cash_li']}")
        self.figures["fills"] = len(theirs)
