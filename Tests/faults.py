#!/usr/bin/env python3
"""Writes the column of tests in docs/faults.md from the names of the tests: Tests/faults.py [--check]

A test is about a fault when its name has the fault's id as a word, `H05: a page of noise is found` in Swift and
test_L07_a_secret_... in Python. Ids without a test and without a word about it are listed, and it ends with 1; with --check
nothing is written, and it also ends with 1 where the page is not up to date.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "faults.md"
ROW = re.compile(r"^\| ([A-Z]\d\d) \| (.*?) \|(?: (.*?))? \|(?: (.*?))? \|$")
NAMES = {
    "*.swift": re.compile(r"@Test\b(?:(?!\bfunc\b).)*?\bfunc\s+`([^`]+)`", re.S),
    "*.py": re.compile(r"^\s*(?:async\s+)?def\s+(test_\w+)", re.M),
}
IDS = re.compile(r"(?<![A-Za-z0-9])([A-HK-NPR]\d\d)(?![A-Za-z0-9])")
SHOWN = 4


def tests():
    """Id to the tests whose names have it, as (file, name)."""
    found = {}
    for pattern, names in NAMES.items():
        for file in sorted((ROOT / "Tests").rglob(pattern)):
            if ".build" in file.parts or "fuzz" in file.relative_to(ROOT / "Tests").parts:
                continue
            for name in names.findall(file.read_text(encoding="utf-8")):
                for fault in dict.fromkeys(IDS.findall(name)):
                    found.setdefault(fault, []).append((file.relative_to(ROOT / "Tests").as_posix(), name))
    return found


def cell(found):
    """The first few by name; the rest as a number: the filter finds them all."""
    by_file = {}
    for file, name in found[:SHOWN]:
        by_file.setdefault(file, []).append(name)
    text = "; ".join(f"{file}: " + ", ".join(f"`{name}`" for name in names) for file, names in by_file.items())
    return text + (f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else "")


def main():
    found = tests()
    page = PAGE.read_text(encoding="utf-8")
    lines, bare, listed = [], [], set()
    for line in page.splitlines():
        row = ROW.match(line)
        if row:
            fault, what, _, still_open = row.groups()
            listed.add(fault)
            shown = cell(found.get(fault, []))
            if not shown and not still_open:
                bare.append(fault)
            if shown and still_open and still_open.startswith("Not tested"):
                print(f"{fault} has a test by now; its last column should not say: {still_open}")
            line = f"| {fault} | {what} |{' ' + shown if shown else ''} |{' ' + still_open if still_open else ''} |"
        lines.append(line)
    written = "\n".join(lines) + "\n"
    unknown = sorted(set(found) - listed)
    for fault in unknown:
        print(f"{fault} is not in {PAGE.name}, and there is a test of it: {found[fault][0]}")
    if bare:
        print(f"neither a test nor a word about it: {' '.join(bare)}")
    print(f"{len(listed)} faults, {len(listed & set(found))} with a test")
    if "--check" not in sys.argv:
        PAGE.write_text(written, encoding="utf-8")
    elif written != page:
        print(f"{PAGE.name} is not up to date; run Tests/faults.py")
        return 1
    return 1 if bare or unknown else 0


sys.exit(main())
