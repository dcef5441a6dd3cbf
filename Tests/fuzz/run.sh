#!/usr/bin/env bash
# Fuzzes everything that reads bytes from outside, SECONDS for each probe: Tests/fuzz/run.sh [SECONDS] [PROBE...]
# Begins with corpus/ and regressions/; what it learns goes to the scratch folder and is used again by the next run there.
# An input that breaks a promise is kept in crashes/, and the run fails.
set -uo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
shift || true
scratch=${QMTD_FUZZ_SCRATCH:-.build}
mkdir -p "$scratch"
if ! swift build -c release --scratch-path "$scratch" --product qmtfuzz > "$scratch/build.log" 2>&1; then
    grep -E error "$scratch/build.log" || tail -20 "$scratch/build.log"
    exit 1
fi
fuzz=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/qmtfuzz
[ $# -gt 0 ] || set -- $("$fuzz")
# The fuzzer writes down what stops it; Swift's own report would come first and cost minutes.
export SWIFT_BACKTRACE=enable=no
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

one() {
    local probe=$1 log=$work/$1.log learnt=$scratch/learnt/$1 seeds=() dictionary=() folder result last executions input
    mkdir -p "$learnt" crashes
    for folder in corpus/"$probe" regressions/"$probe"; do [ -d "$folder" ] && seeds+=("$folder"); done
    [ -f dictionaries/"$probe" ] && dictionary=(-dict=dictionaries/"$probe")
    QMTD_FUZZ_PROBE=$probe "$fuzz" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=512 -malloc_limit_mb=64 \
        -max_len=4096 -print_final_stats=1 -artifact_prefix=crashes/"$probe"- "${dictionary[@]}" \
        "$learnt" "${seeds[@]}" > "$log" 2>&1
    result=$?
    figure() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
    last=$(grep -E '^#[0-9]+' "$log" | tail -1)
    executions=$(figure number_of_executed_units)
    executions=${executions:-$(sed -n 's/^#\([0-9]*\).*/\1/p' <<< "$last")}
    echo "${executions:-0}" > "$work/$probe.count"
    printf '%-14s %12s %9s %9s %9s %8s\n' "$probe" "${executions:-0}" "$(figure average_exec_per_sec)" \
        "$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' <<< "$last")" "$(sed -n 's/.* ft: \([0-9]*\).*/\1/p' <<< "$last")" \
        "$(figure peak_rss_mb)"
    [ $result -ne 0 ] || return 0
    grep -E 'Fatal error|ERROR|SUMMARY' "$log" | head -5
    input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
    if [ -n "$input" ]; then
        echo "  again: QMTD_FUZZ_PROBE=$probe $fuzz Tests/fuzz/$input"
        echo "  smaller: the same with -minimize_crash=1 -runs=100000"
        echo "  when it is mended, keep it: mkdir -p Tests/fuzz/regressions/$probe && mv Tests/fuzz/$input \$_"
    else
        tail -5 "$log"
    fi
    return 1
}

printf '%-14s %12s %9s %9s %9s %8s\n' probe executions per_second coverage features peak_MB
status=0
running=0
# As many at once as there are processors.
for probe in "$@"; do
    if [ $running -ge "$(nproc)" ]; then
        wait -n || status=1
        running=$((running - 1))
    fi
    one "$probe" > "$work/$probe.out" &
    running=$((running + 1))
done
while [ $running -gt 0 ]; do
    wait -n || status=1
    running=$((running - 1))
done
for probe in "$@"; do cat "$work/$probe.out"; done
echo "executions in all: $(cat "$work"/*.count | awk '{ sum += $1 } END { print sum + 0 }')"
exit $status
