#!/usr/bin/env python3
"""Mutation test of the risk overlay and the order gate: see docs/mutation.md."""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import places as finding
from support import support

ROOT = Path(__file__).resolve().parents[2]
UNDER_TEST = ["Gate", "Risk"]
LEAST = 95
KEYS = ("file", "source", "nth", "column", "change")
ACCEPTED = Path(__file__).with_name("survivors.json")


class Mutant:
    """One change of one place."""

    def __init__(self, place, change, source):
        self.place, self.change, self.number = place, place.changes[change], place.number + change
        lines = [line.strip() for line in source.split("\n")[: place.line]]
        # The line's text, and which of the lines with this text it is.
        self.source, self.nth = lines[-1], lines.count(lines[-1])

    @property
    def name(self):
        place = self.place
        return f"{place.file}:{place.line}:{place.column}: {place.kind} {place.original} -> {self.change}"

    @property
    def key(self):
        """What it is, wherever in its file it has moved to."""
        place = self.place
        return {"file": place.file, "source": self.source, "nth": self.nth, "column": place.column,
                "change": f"{place.kind} {place.original} -> {self.change}"}


def files():
    engine = ROOT / "Sources/Engine"
    return [path for folder in UNDER_TEST for path in sorted((engine / folder).rglob("*.swift"))]


def all_places():
    """By file: the places, numbered from 0 on through all files."""
    number, found = 0, {}
    for path in files():
        name = str(path.relative_to(ROOT / "Sources/Engine"))
        found[name] = finding.Finder(path.read_text()).find()
        for place in found[name]:
            place.file, place.number = name, number
            number += len(place.changes)
    return found


class Scratch:
    """A package of Market, the rewritten Engine and its tests, outside the repository."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        if self.folder.is_relative_to(ROOT) and ".build" not in self.folder.parts:
            sys.exit(f"{self.folder} lies among the sources; name a folder outside the repository")
        self.engine = self.folder / "Sources/Engine"

    def prepare(self, found):
        """Builds with all places that compile; returns how many were given up."""
        for name in ("Sources/Market", "Tests/EngineTests"):
            link = self.folder / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(ROOT / name)
        self._copy_engine(found)
        self._write(self.folder / "Package.swift", self._manifest())
        everything = [place for part in found.values() for place in part]
        self._write(self.engine / "Mutants.swift", support(everything))
        given_up = self._remembered(found)
        for _ in range(60):
            spans = {name: self._rewrite(name, part, given_up) for name, part in found.items()}
            errors = self._errors(["--target", "Engine"])
            if not errors:
                break
            print(f"{len(errors)} errors, the first: {errors[0]}; without what is near to them once more")
            # An error that no place is near to follows from another one.
            more = {self._culprit(error, spans) for error in errors} - {None}
            more = more or {self._culprit(error, spans, near=False) for error in errors} - {None}
            if not more:
                sys.exit("The rewritten sources do not compile, and no mutant is near:\n" + "\n".join(map(str, errors)))
            given_up |= more
        else:
            sys.exit("After 60 rounds the rewritten sources still do not compile")
        self._remember(found, given_up)
        errors = self._errors(["--build-tests"])
        if errors:
            sys.exit("The tests do not compile: " + "; ".join(map(str, errors)))
        return given_up

    def _copy_engine(self, found):
        """All but what is rewritten, and nothing that is no more there."""
        origin = ROOT / "Sources/Engine"
        names = {str(path.relative_to(origin)) for path in origin.rglob("*.swift")}
        for name in names - set(found):
            self._write(self.engine / name, (origin / name).read_text())
        for path in self.engine.rglob("*.swift"):
            if str(path.relative_to(self.engine)) not in names | {"Mutants.swift"}:
                path.unlink()

    def _manifest(self):
        features = re.findall(r'enableUpcomingFeature\("(\w+)"\)', (ROOT / "Package.swift").read_text())
        settings = ", ".join(f'.enableUpcomingFeature("{feature}")' for feature in features)
        return (
            "// swift-tools-version: 6.3\nimport PackageDescription\n"
            f"let settings: [SwiftSetting] = [{settings}]\n"
            'let package = Package(name: "mutants", targets: [\n'
            '  .target(name: "Market", swiftSettings: settings),\n'
            '  .target(name: "Engine", dependencies: ["Market"], swiftSettings: settings),\n'
            # Half of the time is the compiler's; the tests themselves need not be fast.
            '  .testTarget(name: "EngineTests", dependencies: ["Engine", "Market"],\n'
            '    swiftSettings: settings + [.unsafeFlags(["-Onone"])]),\n'
            "], swiftLanguageModes: [.v6])\n")

    def _write(self, path, text):
        """Where it changes something, so that no more is built than must be."""
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def _rewrite(self, name, part, given_up):
        live = [place for place in part if place.number not in given_up]
        text, spans = finding.rewrite((ROOT / "Sources/Engine" / name).read_text(), live)
        self._write(self.engine / name, text)
        starts = [0] + [match.end() for match in re.finditer("\n", text)]
        return [(place, span, starts) for place, span in zip(live, spans)]

    def _errors(self, arguments):
        command = [
            "swift", "build", *arguments, "-c", "release", "-Xswiftc", "-enable-testing",
            "-Xswiftc", "-suppress-warnings",
            "--package-path", str(self.folder), "--scratch-path", str(self.folder / ".build")]
        done = subprocess.run(command, capture_output=True, text=True)
        output = done.stdout + done.stderr
        (self.folder / "build.log").write_text(output)
        found = re.findall(r"^(/[^\n:]+):(\d+):(\d+): error: ([^\n]*)", output, re.M)
        if done.returncode and not found:
            sys.exit(f"swift build {' '.join(arguments)} failed; see {self.folder}/build.log")
        return sorted({(path, int(line), int(column), words) for path, line, column, words in found})

    def _culprit(self, error, spans, near=True):
        """The place that an error is nearest to: on its line, else the smallest around it, else the last before it."""
        path, line, column, _ = error
        if not Path(path).is_relative_to(self.engine):
            return None
        name = str(Path(path).relative_to(self.engine))
        best = None
        for place, parts, starts in spans.get(name, []):
            text_start, text_end = parts[0][0], parts[-1][1]
            here = self._offset(name, line, column)
            distance = min(max(start - here, here - end, 0) for start, end in parts)
            row_start = starts[line - 1]
            row_end = starts[line] if line < len(starts) else text_end
            is_on_line = any(start < row_end and end > row_start for start, end in parts)
            is_around = text_start <= here <= text_end
            if not (is_on_line or is_around) and (near or here < text_end):
                continue
            rank = (not is_on_line, distance, text_end - text_start, place.number)
            if best is None or rank < best[0]:
                best = (rank, place.number)
        return best[1] if best else None

    def _offset(self, name, line, column):
        text = (self.engine / name).read_text().split("\n")
        row = text[line - 1].encode()[: column - 1].decode(errors="ignore")
        return sum(len(part) + 1 for part in text[: line - 1]) + len(row)

    def _memory(self, found):
        everything = [place for part in found.values() for place in part]
        words = json.dumps([[place.file, place.start, place.kind, place.original] for place in everything])
        return self.folder / "given-up.json", words

    def _remembered(self, found):
        path, words = self._memory(found)
        if path.exists():
            known = json.loads(path.read_text())
            if known["places"] == words:
                return set(known["given_up"])
        return set()

    def _remember(self, found, given_up):
        path, words = self._memory(found)
        path.write_text(json.dumps({"places": words, "given_up": sorted(given_up)}))

    @property
    def tests(self):
        return str(self.folder / ".build/release/mutantsPackageTests.xctest")


class Runner:
    """Runs the tests with one mutant on: those of gate and risk first, then all others."""

    def __init__(self, scratch):
        self.tests = scratch.tests
        suites = []
        for folder in UNDER_TEST:
            for path in sorted((ROOT / "Tests/EngineTests" / folder).rglob("*.swift")):
                text = path.read_text()
                if "@Test" in text:
                    suites += re.findall(r"^(?:@Suite )?struct (\w+)", text, re.M)
        near = rf"EngineTests\.({'|'.join(suites)})/"
        self.stages = [["--filter", near], ["--skip", near]]
        self.limit = 60

    def baseline(self):
        start = time.monotonic()
        for stage in self.stages:
            verdict = self._run(-1, stage)
            if verdict != "survived":
                sys.exit(f"Without a mutant the tests do not pass ({verdict}); mend them first")
        took = time.monotonic() - start
        self.limit = max(20, 15 * took)
        return took

    def verdict(self, number):
        for stage in self.stages:
            verdict = self._run(number, stage)
            if verdict != "survived":
                return verdict
        return "survived"

    def _run(self, number, stage):
        environment = dict(os.environ, QMTD_MUTANT=str(number), SWIFT_BACKTRACE="enable=no")
        command = [self.tests, "--testing-library", "swift-testing", *stage]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        late = threading.Event()

        def stop():
            late.set()
            process.kill()

        timer = threading.Timer(self.limit, stop)
        timer.start()
        try:
            for line in process.stdout:
                if "✘" in line[:12]:
                    process.kill()
                    process.stdout.read()
                    process.wait()
                    return "killed"
            code = process.wait()
        finally:
            timer.cancel()
        if late.is_set():
            return "time-out"
        return "survived" if code == 0 else "crashed"


def mutants_of(found, given_up):
    made = []
    for name, part in found.items():
        source = (ROOT / "Sources/Engine" / name).read_text()
        for place in part:
            if place.number not in given_up:
                made += [Mutant(place, change, source) for change in range(len(place.changes))]
    return made


def accepted():
    return json.loads(ACCEPTED.read_text()) if ACCEPTED.exists() else []


def judge(mutants, verdicts, listed, is_whole):
    """The report's lines, and whether the run is good."""
    lines, good = [], True
    total, dead = Counter(), Counter()
    for mutant in mutants:
        total[mutant.place.file] += 1
        dead[mutant.place.file] += verdicts[mutant.number] != "survived"
    lines += ["| file | mutants | killed | % |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {name} | {total[name]} | {dead[name]} | {percent(dead[name], total[name])} |" for name in total]
    count, killed = sum(total.values()), sum(dead.values())
    lines += [f"| all | {count} | {killed} | {percent(killed, count)} |", ""]
    reasons = {json.dumps({key: item[key] for key in KEYS}): item["reason"] for item in listed}
    used = set()
    for mutant in mutants:
        key = json.dumps(mutant.key)
        if verdicts[mutant.number] != "survived":
            continue
        used.add(key)
        if key not in reasons:
            good = False
        lines.append(f"survived: {mutant.number} {mutant.name} | {mutant.source} | {reasons.get(key, 'NOT LISTED')}")
    names = {json.dumps(mutant.key) for mutant in mutants}
    for key in reasons:
        if key not in used and (is_whole or key in names):
            good = False
            lines.append(f"listed, and killed or no more there: {key}")
    # Of a part the list alone decides: a few of those that are on it may have been drawn.
    if is_whole and killed * 100 < LEAST * count:
        good = False
        lines.append(f"{percent(killed, count)} % of the mutants were killed, less than {LEAST} %")
    return lines, good


def survivors_table():
    """The list of survivors as docs/mutation.md has it."""
    lines = ["| file | source | change | why it is left |", "| --- | --- | --- | --- |"]
    for item in accepted():
        cells = [item["file"], f"`{item['source']}`", f"`{item['change']}`", item["reason"]]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def percent(part, whole):
    """With one place, rounded down."""
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


def chosen(mutants, options, folder):
    if options.only is not None:
        mutants = [mutant for mutant in mutants if options.only in (str(mutant.number), mutant.name)]
    if options.files:
        mutants = [mutant for mutant in mutants if any(part in mutant.place.file for part in options.files)]
    if options.again:
        last = json.loads((folder / "survivors-of-last-run.json").read_text())
        mutants = [mutant for mutant in mutants if mutant.key in last]
    if options.sample is not None and options.sample < len(mutants):
        print(f"sample of {options.sample} mutants, seed {options.seed}")
        mutants = sorted(random.Random(options.seed).sample(mutants, options.sample), key=lambda mutant: mutant.number)
    return mutants


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scratch", default=str(ROOT / ".build/mutation"), help="where to build")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at once")
    parser.add_argument("--files", nargs="+", help="only files whose path has one of these in it")
    parser.add_argument("--sample", type=int, metavar="N", help="only N mutants")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--only", metavar="MUTANT", help="only this one, by its number or its name as --list shows it")
    parser.add_argument("--again", action="store_true", help="only those that survived the last run")
    parser.add_argument("--list", action="store_true", help="list the mutants, run none")
    parser.add_argument("--page", action="store_true", help="print the survivors' table of docs/mutation.md")
    options = parser.parse_args()
    if options.page:
        print(survivors_table(), end="")
        return 0
    sys.stdout.reconfigure(line_buffering=True)
    found = all_places()
    scratch = Scratch(options.scratch)
    start = time.monotonic()
    given_up = scratch.prepare(found)
    everything = mutants_of(found, given_up)
    mutants = chosen(everything, options, scratch.folder)
    print(f"{len(everything)} mutants; {len(given_up)} places given up, for they do not compile; "
          f"built in {time.monotonic() - start:.0f} s")
    if options.list:
        for mutant in mutants:
            print(mutant.number, mutant.name)
        return 0
    if not mutants:
        sys.exit("There is no such mutant; --list shows all")
    runner = Runner(scratch)
    print(f"without a mutant the tests take {runner.baseline():.1f} s")
    start, verdicts, lock = time.monotonic(), {}, threading.Lock()

    def run(mutant):
        verdict = runner.verdict(mutant.number)
        with lock:
            verdicts[mutant.number] = verdict
            if verdict == "survived":
                print(f"survived: {mutant.number} {mutant.name} | {mutant.source}")
            if len(verdicts) % 100 == 0:
                print(f"{len(verdicts)} of {len(mutants)} after {time.monotonic() - start:.0f} s")

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(run, mutants))
    survivors = [mutant.key for mutant in mutants if verdicts[mutant.number] == "survived"]
    (scratch.folder / "survivors-of-last-run.json").write_text(json.dumps(survivors, indent=1, ensure_ascii=False))
    lines, good = judge(mutants, verdicts, accepted(), len(mutants) == len(everything))
    print("\n".join(lines))
    how = Counter(verdicts.values())
    print(", ".join(f"{how[key]} {key}" for key in sorted(how)), f"in {time.monotonic() - start:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
