#!/usr/bin/env bash
# Watches qmtd work: a simulated QMT side serves trading days, the daemon reads targets, reconciles, sells first, buys with
# what the sells brought, and a table at the end says what became of every target line.
#
#   sim/demo.sh                                          several days of the synthetic market in sim/
#   sim/demo.sh --history DIR --month YYYY-MM [--targets FILE]
#                                                        a month of real bars (CSV tables as docs/history.md says)
# Options: --cash YUAN   opening cash (default 10000000)
#          --out DIR     where journal, broker state and logs are kept (default: a new folder, named at the end)
#          --debug       build without optimisation (quicker to build, slower to run)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

history="" month="" targets="" cash=10000000 out="" config=release
usage() { sed -n '2,12p' "$0" | sed 's/^# \{0,1\}//' >&2; exit 2; }
while [ $# -gt 0 ]; do
    case "$1" in
        --history) history=${2:?}; shift 2 ;;
        --month) month=${2:?}; shift 2 ;;
        --targets) targets=${2:?}; shift 2 ;;
        --cash) cash=${2:?}; shift 2 ;;
        --out) out=${2:?}; shift 2 ;;
        --debug) config=debug; shift ;;
        *) usage ;;
    esac
done
[ -n "$history" ] && [ -z "$month" ] && { echo "give the month too: --month YYYY-MM" >&2; exit 2; }
[ -z "$history" ] && [ -n "$month$targets" ] && { echo "--month and --targets go with --history" >&2; exit 2; }
if [ -n "$month" ] && ! [[ "$month" =~ ^[0-9]{4}-(0[1-9]|1[0-2])$ ]]; then
    echo "--month must be YYYY-MM, not '$month'" >&2; exit 2
fi
if [ -n "$history" ]; then
    [ -d "$history" ] || { echo "there is no folder $history" >&2; exit 2; }
    history=$(cd "$history" && pwd)
    targets=${targets:-$history/targets/top50_mom60.csv.gz}
    [ -f "$targets" ] || { echo "there are no targets at $targets; give --targets FILE" >&2; exit 2; }
fi

echo "== building ($config; the first time takes minutes)"
"$root/.ci/setup"
scratch=(--package-path "$root" --scratch-path "${QMTD_SCRATCH:-$root/.build}")
for product in qmtd qmtsim qmtlab qmtctl; do swift build -c "$config" "${scratch[@]}" --product "$product" 2>&1 | grep -E 'error|warning: unre|Compiling|Build' | tail -n 1; done
bin=$(swift build -c "$config" "${scratch[@]}" --show-bin-path)

[ -n "$out" ] || out=$(mktemp -d "${TMPDIR:-/tmp}/qmtd-demo.XXXXXX")
mkdir -p "$out/targets"
chmod 700 "$out" "$out/targets"
out=$(cd "$out" && pwd)

echo "== market data"
if [ -n "$history" ]; then
    warehouse=$out/warehouse
    # An import of the same files is kept beside the build and used again.
    stamp=$(stat -L -c '%n %s %Y' "$history"/bars_daily.csv* "$history"/trading-calendar.csv* 2>/dev/null | sha256sum | cut -c1-16)
    cache="${QMTD_SCRATCH:-$root/.build}/demo-warehouse-$stamp"
    [ -d "$cache" ] || "$bin/qmtlab" import --tables "$history" --warehouse "$cache"
    warehouse=$cache
    case "$targets" in
        *.gz) gzip -dc "$targets" > "$out/targets/targets.csv" ;;
        *) cp "$targets" "$out/targets/targets.csv" ;;
    esac
    calendar=$history/trading-calendar.csv
    from=$month-01 to=$(date -d "$month-01 +1 month -1 day" +%F)
else
    "$bin/qmtlab" synthesize --scenario "$root/sim/market.json" --out "$out/tables"
    "$bin/qmtlab" import --tables "$out/tables" --warehouse "$out/warehouse"
    warehouse=$out/warehouse
    calendar=$out/tables/trading-calendar.csv
    cp "$out"/tables/targets/*.csv "$out/targets/"
    # From the first day after the first targets to the end.
    from=$(ls "$out/targets" | head -n 1 | cut -c1-10)
    to=$(tail -n 1 "$calendar")
fi
chmod go-w "$out"/targets/*.csv

head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$out/bridge.secret"
chmod 600 "$out/bridge.secret"
cat > "$out/qmtd.toml" <<TOML
[account]
id = "88001234"
simulated = true
[bridge]
endpoint = "unix:$out/qmt.sock"
secret_file = "bridge.secret"
clock = "session"
[targets]
directory = "targets"
poll_s = 600
[calendar]
file = "$calendar"
[journal]
file = "journal.sqlite"
[control]
socket = "control.sock"
TOML

echo "== the simulated QMT side serves $from to $to; the daemon trades"
"$bin/qmtsim" serve --history "$warehouse" --from "$from" --to "$to" --account 88001234 --cash "$cash" \
    --listen "unix:$out/qmt.sock" --secret "$out/bridge.secret" --state "$out/broker.state" > "$out/qmtsim.log" 2>&1 &
sim=$!
trap 'kill $sim 2>/dev/null || true' EXIT
for _ in $(seq 200); do
    grep -q '^listening on' "$out/qmtsim.log" && break
    kill -0 $sim 2>/dev/null || { cat "$out/qmtsim.log" >&2; exit 1; }
    sleep 0.05
done
start=$(date +%s.%N)
"$bin/qmtd" run --config "$out/qmtd.toml" 2> >(tee "$out/qmtd.log" >&2) || { echo "qmtd ended with an error; see $out/qmtd.log" >&2; exit 1; }
end=$(date +%s.%N)
kill $sim 2>/dev/null || true
wait $sim 2>/dev/null || true
trap - EXIT

echo
echo "== what was done ($(awk "BEGIN { printf \"%.1f\", $end - $start }") s)"
"$bin/qmtlab" report --journal "$out/journal.sqlite" --broker "$out/broker.state" --warehouse "$warehouse"
echo
echo "Everything is in $out: journal.sqlite, broker.state, qmtd.log, qmtd.toml"
