#!/usr/bin/env bash
# Judges the files of one replay by other people's figures and by a browser. Takes the folder of the built programs and the
# output folder of a replay; without one, the synthetic market is replayed. Packages come from PyPI, once, into a folder of
# their own; without them it skips, saying so.
set -euo pipefail
bin=$(realpath "${1:?give the folder with qmtlab}")
out=${2:-}
if [ -z "$out" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    root=$(realpath "$(dirname "$0")/../..")
    "$bin/qmtlab" synthesize --scenario "$root/sim/market.json" --out "$work/tables" > /dev/null
    "$bin/qmtlab" import --tables "$work/tables" --warehouse "$work/warehouse" > /dev/null
    "$bin/qmtlab" replay --history "$work/warehouse" --targets "$work/tables/targets" --out "$work/replay" --quiet
    out=$work/replay
fi
out=$(realpath "$out")
cd "$(dirname "$0")"
scratch=${QMTD_SCRATCH:-../../.build}
mkdir -p "$scratch"
venv=$(realpath "$scratch")/report-venv
packages="empyrical-reloaded==0.7.1 quantstats==0.0.86 pytest"
if [ ! -e "$venv/ready" ]; then
    rm -rf "$venv"
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q --disable-pip-version-check $packages; }; then
        rm -rf "$venv"
        echo "skipped: $packages could not be installed from PyPI (see above)"
        exit 0
    fi
    touch "$venv/ready"
fi
export QMTD_BIN=$bin QMTD_REPLAY_OUT=$out
"$venv/bin/python" -m pytest -q -p no:cacheprovider check_figures.py check_page.py
