#!/usr/bin/env bash
# Judges qmtlab replay. Takes the folder of the built programs. The profile oracle must give the texts of ../shared/bench's
# reference.py byte for byte, for several data sets and settings; a replay of the real targets over 2015-2025 must give the
# same bytes twice, with all checks held. What is not beside the repository is skipped, saying so.
set -euo pipefail
bin=$(realpath "${1:?give the folder with qmtlab}")
cd "$(dirname "$0")/../.."
scratch=${QMTD_SCRATCH:-.build}
mkdir -p "$scratch"
scratch=$(realpath "$scratch")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $*"
    failed=1
}

make_data() { # where seed size
    "$python" - "$bench" "$@" > /dev/null <<'PYTHON'
import sys
bench, where, seed, size = sys.argv[1:]
sys.path.insert(0, bench)
sys.dont_write_bytecode = True
import make_data
make_data.SEED = int(seed)
sys.argv = ["make_data.py", "--size", size, "--out", where]
make_data.main()
PYTHON
}

judge() { # data set, then the options of both
    local data=$1 name
    shift
    name="$(basename "$(dirname "$data")") $(basename "$data") ${*//$work\/}"
    "$python" -B "$bench/reference.py" "$data" "$@" --equity-out "$work/equity" --trades-out "$work/trades" > /dev/null
    "$bin/qmtlab" replay --oracle "$data" --out "$work/out" "$@" --quiet || { fail "$name: qmtlab ended with $?"; return; }
    local theirs ours
    theirs=$(sha256sum "$work/equity" "$work/trades" | cut -d' ' -f1)
    ours=$(sha256sum "$work/out/equity.csv" "$work/out/orders.csv" | cut -d' ' -f1)
    if [ "$theirs" = "$ours" ]; then echo "same: $name ($(wc -l < "$work/trades") lines)"; else fail "$name differs"; fi
}

oracle() {
    bench=$(realpath ../shared/bench)
    python=$scratch/oracle-venv/bin/python
    if ! "$python" -c 'import numpy' 2> /dev/null; then
        rm -rf "$scratch/oracle-venv"
        if ! { python3 -m venv "$scratch/oracle-venv" && "$python" -m pip install -q --disable-pip-version-check numpy; }; then
            rm -rf "$scratch/oracle-venv"
            echo "skipped: numpy, which makes the oracle's data, could not be installed (see above)"
            return
        fi
    fi
    for size in tiny stress small; do make_data "$work/seed-7" 7 "$size"; done
    for seed in 11 2026; do for size in tiny stress; do make_data "$work/seed-$seed" "$seed" "$size"; done; done
    # Other targets: many of them, unequal, some of nothing.
    "$python" - > "$work/weights" <<'PYTHON'
for day in range(1, 118, 2):
    for stock in range(day % 7, 60, 3):
        print(f"{day},{stock},{(day * 7919 + stock * 104729) % 90000}")
PYTHON
    for data in "$work"/seed-*/*; do
        judge "$data"
        judge "$data" --slippage-bp 7
        judge "$data" --cash-li 50000000
        judge "$data" --weights "$work/weights"
    done
}

real() {
    data=$(realpath ../shared/data)
    "$bin/qmtlab" import --tables "$data" --warehouse "$scratch/replay-warehouse" > "$work/import" 2>&1 ||
        { cat "$work/import"; fail "the real bars were not imported"; return; }
    for run in a b; do
        "$bin/qmtlab" replay --history "$scratch/replay-warehouse" --targets "$data/targets/top50_mom60.csv.gz" \
            --from 2015-01-01 --out "$work/$run" > "$work/text-$run" ||
            { fail "the replay of the real targets ended with $?"; return; }
    done
    cat "$work/text-a" | grep -v '^report'
    grep -q '^checks .*all held' "$work/text-a" || fail "not every check held"
    if diff -r "$work/a" "$work/b" > /dev/null; then echo "same: two replays of the real targets"; else
        fail "two replays of the real targets differ"
    fi
}

if [ -e ../shared/bench/reference.py ]; then oracle; else
    echo "skipped: no ../shared/bench/reference.py beside the repository, the judge of the profile oracle"
fi
if [ -e ../shared/data/targets/top50_mom60.csv.gz ] && [ -e ../shared/data/bars_daily.csv.gz ]; then real; else
    echo "skipped: no ../shared/data with bars and targets beside the repository"
fi
exit $failed
