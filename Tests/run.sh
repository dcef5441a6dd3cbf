#!/usr/bin/env bash
# Passes every test on a fresh machine: sets up, builds with warnings as errors, runs the Swift tests, then whole processes,
# simulated days, fuzzing. QMTD_SCRATCH: where to build; QMTD_FUZZ_SECONDS: for each probe (60).
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/setup libfaketime
scratch=(--scratch-path "${QMTD_SCRATCH:-.build}")
swift build "${scratch[@]}" --build-tests --explicit-target-dependency-import-check error
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
swift test "${scratch[@]}" --skip-build > "$log" 2>&1 || status=1
grep -E '✘|↳|error:|skipped|Test run with' "$log" || true
part() {
    local start=$SECONDS
    echo "== $1"
    shift
    "$@" || status=1
    echo "   took $((SECONDS - start)) s"
}
part "whole processes" Tests/processes/run.sh "$(swift build "${scratch[@]}" --show-bin-path)"
# All mutants take minutes of their own: see docs/mutation.md. Here is whether their list is the sources'.
python=/usr/bin/python3
[ -x $python ] || python=python3
part "list of mutants" $python -B -m pytest -q -p no:cacheprovider Tests/mutation
# From here on programs in release mode.
bin=$(.ci/release --fast | tail -n 1)
part "replay against the oracle" Tests/oracle/run.sh "$bin"
part "report and figures" Tests/report/run.sh "$bin"
part "simulated days, the same seeds every time" "$bin/qmtsim" torture --seeds 1..20000 --jobs 2
fresh=$((RANDOM * 32768 + RANDOM + 1000000))
part "simulated days, fresh seeds from $fresh" "$bin/qmtsim" torture --seeds "$fresh..$((fresh + 9999))" --jobs 2
part "bugs put in on purpose" "$bin/qmtsim" canaries
part "tortured processes" Tests/torture/run.sh "$bin" --cycles 300
part "fuzzing" Tests/fuzz/run.sh "${QMTD_FUZZ_SECONDS:-60}"
echo "== closing lines"
grep -E 'Test run with' "$log" || status=1
exit $status
