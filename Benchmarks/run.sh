#!/usr/bin/env bash
# Measures what the project promises, in release mode: Benchmarks/run.sh [HISTORY], where HISTORY is a folder of tables as
# docs/history.md says. Medians of several runs; quote these, with the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
history=${1:-}
scratch=(--scratch-path "${QMTD_SCRATCH:-.build}")
swift build -c release "${scratch[@]}" 2>&1 | tail -n 1
bin=$(swift build -c release "${scratch[@]}" --show-bin-path)
"$bin/benchmarks"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "$history" ]; then
    for run in 1 2 3; do
        rm -rf "$work/warehouse"
        "$bin/qmtlab" import --tables "$history" --warehouse "$work/warehouse" | head -n 1
    done
else
    echo "import: skipped, no folder of tables was given"
fi
python3 Benchmarks/daemon.py "$bin" "$work"
