#!/usr/bin/env bash
# Passes every test on a fresh machine: sets up, builds with warnings as errors, runs the Swift tests, then whole processes.
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/setup
scratch=(--scratch-path "${QMTD_SCRATCH:-.build}")
swift build "${scratch[@]}" --build-tests --explicit-target-dependency-import-check error
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
swift test "${scratch[@]}" --skip-build > "$log" 2>&1 || status=1
grep -E '✘|↳|error:|skipped|Test run with' "$log" || true
bin=$(swift build "${scratch[@]}" --show-bin-path)
Tests/processes/run.sh "$bin" || status=1
Tests/oracle/run.sh "$bin" || status=1
Tests/report/run.sh "$bin" || status=1
echo "== closing lines"
grep -E 'Test run with' "$log" || status=1
exit $status
