"""The built programs, and how a test waits for them: shared by the tests of whole processes and by the torture."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("QMTD_BIN", ROOT / ".build" / "debug"))
# Far above what anything takes on a busy machine; it only ends a test that hangs.
PATIENCE_S = 120


class Failure(AssertionError):
    """Something that must never happen has happened, or something that must happen has not."""


def run(name, *arguments, **options):
    return subprocess.run(
        [BIN / name, *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE_S, **options
    )


def wait_for(what, condition, patience=PATIENCE_S):
    """Waits until `condition()` is true, and returns what it was; fails after a long time, never sleeps for a result."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.002)
    raise Failure(f"{what} did not happen within {patience} s")


@contextlib.contextmanager
def standing_still(process):
    """The process is stopped in here: every thread of it, not only on its way there, because a signal takes its time.

    A process that has ended stands still as well.
    """
    process.send_signal(signal.SIGSTOP)
    try:
        wait_for(f"the stop of process {process.pid}", lambda: process.poll() is not None or _is_stopped(process.pid))
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def _is_stopped(pid):
    try:
        states = [
            # The name in brackets before it may be anything.
            (task / "stat").read_text().rpartition(")")[2].split()[0]
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return all(state == "T" for state in states)
