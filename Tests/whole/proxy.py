"""What lies between two machines: a wire that can be cut, slowed, clogged, doubled, flooded and garbled.

Sits between qmtd and qmtsim on Unix sockets. It runs on a thread of its own; the tests set its fields from theirs, and each
new connection and each chunk looks at them. Nothing is ever lost out of the middle of a living connection, because TCP does
not do that: what is dropped ends with a cut.

It also holds the simulated clock, which the daemon moves by a request over this wire: a day stands where a test wants it.
"""

import asyncio
import collections
import contextlib
import json
import threading

UP, DOWN = "towards the shim", "towards the daemon"


class Faults:
    """What is done to one direction. Everything off by default."""

    def __init__(self):
        # Bytes that still pass before both sides are cut off; None: never.
        self.cut_after = None
        # Bytes a write; None: as they come.
        self.chunk = None
        # Seconds before each write.
        self.delay = 0.0
        # Nothing passes, and neither side is told.
        self.is_clogged = False
        # Takes a whole line, gives the lines that go on in its place.
        self.change = None


class Watch:
    """Sees that on each connection nothing is submitted before the account has been read on it."""

    def __init__(self, proxy):
        self.proxy = proxy
        self.rest = {UP: b"", DOWN: b""}
        self.asked = set()
        self.is_read = False

    def see(self, direction, data):
        *lines, self.rest[direction] = (self.rest[direction] + data).split(b"\n")
        for line in lines:
            if direction == DOWN:
                if not self.is_read and b'"positions"' in line and b'"asset"' in line:
                    self.is_read = True
                continue
            for method in (b"order.submit", b"order.cancel", b"order.resolve", b"account.snapshot"):
                if b'"' + method + b'"' in line:
                    self.proxy.lines[method.decode()] += 1
                    if method == b"order.submit" and not self.is_read:
                        self.proxy.offences.append(line[:200])


class Proxy:
    def __init__(self, listen, target):
        self.listen, self.target = str(listen), str(target)
        self.faults = {UP: Faults(), DOWN: Faults()}
        self.bytes = {UP: 0, DOWN: 0}
        self.cuts = self.connections = 0
        # Refuses all, as a machine does that is not there.
        self.is_refusing = False
        # What the lines that passed say against the protocol's order; must stay empty.
        self.offences = []
        self.lines = collections.Counter()
        # No simulated clock passes this moment; and what asked for it, with the wire that it is for.
        self._limit = None
        self._held = []
        self._live = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(10)

    # From the tests' thread

    def calm(self):
        """All faults off. What was clogged is cut, because what it held back has been lost."""
        was_clogged = any(fault.is_clogged for fault in self.faults.values())
        self.is_refusing = False
        self.faults = {UP: Faults(), DOWN: Faults()}
        self.let_go()
        if was_clogged:
            self.cut()

    def hold(self, moment):
        """No simulated clock passes `moment`, such as 2026-09-02T09:35:00, until `let_go`. All else goes on: whatever is
        done meanwhile finds the day where it was, however slow the machine is."""
        self._call(lambda: self._let_go(moment))

    def let_go(self):
        self._call(lambda: self._let_go(None))

    @property
    def is_holding(self):
        """Whether the clock would have gone on."""
        return any(pair in self._live for _, pair, _ in list(self._held))

    def swallow_answer(self, method, which=1):
        """Swallows the answer to the so many-th request of a method, and whatever comes down after it: a wire that broke.
        Returns a list, empty until that has happened."""
        asked, answered, gone = set(), [], []

        def up(line):
            if b'"' + method + b'"' in line:
                asked.add(json.loads(line)["id"])
            return [line]

        def down(line):
            if gone:
                return []
            identity = json.loads(line).get("id")
            if identity in asked:
                asked.discard(identity)
                answered.append(identity)
                if len(answered) == which:
                    gone.append(identity)
                    return []
            return [line]

        self.faults[UP].change, self.faults[DOWN].change = up, down
        return gone

    def cut(self):
        self._call(self._cut_all)

    def inject(self, direction, data):
        """Writes bytes of our own to every live connection."""
        self._call(lambda: self._inject(direction, data))

    def stop(self):
        def end():
            self._cut_all()
            self._server.close()
            self._loop.stop()

        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(end)
            self._thread.join(10)

    def _call(self, body):
        done = threading.Event()

        def run():
            try:
                body()
            finally:
                done.set()

        self._loop.call_soon_threadsafe(run)
        done.wait(10)

    # On the loop

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(
            asyncio.start_unix_server(self._accept, self.listen, limit=1 << 24))
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _accept(self, reader, writer):
        if self.is_refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(self.target, limit=1 << 24)
        except OSError:
            writer.transport.abort()
            return
        self.connections += 1
        pair = (writer, far_writer)
        self._live.add(pair)
        watch = Watch(self)
        pumps = [
            asyncio.ensure_future(self._pump(UP, reader, far_writer, pair, watch)),
            asyncio.ensure_future(self._pump(DOWN, far_reader, writer, pair, watch)),
        ]
        # The first end of either is the end of both, as soon as what was read has been written.
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        self._live.discard(pair)
        for each in pair:
            with contextlib.suppress(Exception):
                each.close()

    async def _pump(self, direction, reader, writer, pair, watch):
        held, is_mid_line = b"", False
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while True:
                data = await reader.read(65536)
                if not data:
                    return
                watch.see(direction, data)
                while self.faults[direction].is_clogged:
                    await asyncio.sleep(0.005)
                is_open = self.faults[direction].change is None and (direction == DOWN or self._limit is None)
                if is_mid_line or (is_open and not held):
                    # A line whose beginning has passed goes on as it is.
                    end = len(data) if is_open else data.find(b"\n") + 1 or len(data)
                    is_mid_line = not data[:end].endswith(b"\n")
                    await self._write(direction, writer, data[:end], pair)
                    data = data[end:]
                held += data
                *lines, held = held.split(b"\n")
                for line in lines:
                    for out in self._changed(direction, line, writer, pair):
                        await self._write(direction, writer, out + b"\n", pair)

    def _changed(self, direction, line, writer, pair):
        """The lines that go on in the place of this one."""
        if direction == UP and b'"sim.advance"' in line and self._is_past(line):
            self._held.append((writer, pair, line))
            return []
        change = self.faults[direction].change
        return change(line) if change else [line]

    def _is_past(self, line):
        return self._limit is not None and json.loads(line)["params"]["to"][: len(self._limit)] > self._limit

    def _let_go(self, limit):
        held, self._held, self._limit = self._held, [], limit
        for writer, pair, line in held:
            if pair not in self._live:
                continue
            if self._is_past(line):
                self._held.append((writer, pair, line))
            else:
                writer.write(line + b"\n")

    async def _write(self, direction, writer, data, pair):
        position = 0
        while position < len(data):
            faults = self.faults[direction]
            while faults.is_clogged:
                await asyncio.sleep(0.005)
                faults = self.faults[direction]
            part = data[position : position + faults.chunk] if faults.chunk else data[position:]
            if faults.cut_after is not None and len(part) >= faults.cut_after:
                part = part[: faults.cut_after]
                faults.cut_after = None
                writer.write(part)
                await asyncio.sleep(0)
                self._cut(pair)
                raise ConnectionResetError
            if faults.cut_after is not None:
                faults.cut_after -= len(part)
            if faults.delay:
                await asyncio.sleep(faults.delay)
            writer.write(part)
            self.bytes[direction] += len(part)
            position += len(part)
            if faults.chunk:
                # Each part leaves by itself, so that the other side can read it by itself.
                await asyncio.sleep(0)
            await writer.drain()

    def _cut(self, pair):
        self.cuts += 1
        for each in pair:
            # What has been written still arrives, as with a connection that ends: half a line, then the end.
            with contextlib.suppress(Exception):
                each.close()
        self._live.discard(pair)

    def _cut_all(self):
        for pair in list(self._live):
            self._cut(pair)

    def _inject(self, direction, data):
        for near, far in self._live:
            (far if direction == UP else near).write(data)
