#!/usr/bin/env bash
# The replay against its peers, alternating in one run: Benchmarks/replay-vs-peers.sh [SIZES] [RUNS] [PEERS].
# SIZES: small,medium,large; RUNS: 7; PEERS: names of PEERS in ../shared/bench/bench.py, numpy,reference by default. A peer
# with packages of its own needs a virtual environment, QMTD_VENVS/NAME/bin/python, as bench.py says.
set -euo pipefail
cd "$(dirname "$0")/.."
bench="$(cd .. && pwd)/shared/bench"
if [ ! -f "$bench/make_data.py" ]; then
    echo "skipped: there are no peers in ../shared/bench"
    exit 0
fi
scratch="${QMTD_SCRATCH:-.build}"
# As .ci/release builds it to be installed.
build=(-c release --experimental-lto-mode full --scratch-path "$scratch/optimised")
swift build "${build[@]}" --product qmtlab 2>&1 | tail -n 1
bin=$(swift build "${build[@]}" --show-bin-path)
venvs="${QMTD_VENVS:-$scratch/venvs}"
if [ ! -x "$venvs/base/bin/python" ]; then
    python3 -m venv "$venvs/base"
    "$venvs/base/bin/pip" install --quiet numpy
fi
python3 Benchmarks/replay_vs_peers.py "$bin/qmtlab" "$bench" "$venvs" "$scratch/oracle-data" "${1:-small,medium,large}" \
    "${2:-7}" "${3:-numpy,reference}"
