#!/usr/bin/env bash
# Tests of whole processes: the real programs, a socket between them, a journal on disk. Takes the folder of the built
# programs.
set -euo pipefail
cd "$(dirname "$0")"
export QMTD_BIN=${1:?give the folder with qmtd, qmtsim, qmtctl and qmtlab}
python=/usr/bin/python3
[ -x $python ] || python=python3
exec $python -m pytest -q -p no:cacheprovider .
