#!/usr/bin/env bash
# Strikes real processes at random moments and audits what they leave, then plays the named faults one by one.
# Tests/torture/run.sh BIN [--cycles N] [--seed S]; docs/torture.md says more.
set -euo pipefail
cd "$(dirname "$0")"
export QMTD_BIN=${1:?give the folder with qmtd, qmtsim, qmtctl and qmtlab}
shift
python=/usr/bin/python3
[ -x $python ] || python=python3
status=0
$python -B cycles.py "$@" || status=1
$python -B -m pytest -q -p no:cacheprovider . || status=1
exit $status
