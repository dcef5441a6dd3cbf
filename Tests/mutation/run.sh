#!/usr/bin/env bash
# The mutation test of risk and gate: Tests/mutation/run.sh [OPTIONS]. Without options all mutants, `--sample 40` is the short
# form. The script's own tests come first. See docs/mutation.md. QMTD_MUTATION_SCRATCH: where to build.
set -euo pipefail
cd "$(dirname "$0")"
python=/usr/bin/python3
[ -x $python ] || python=python3
$python -B -m pytest -q -p no:cacheprovider .
exec nice -n 10 $python -B mutate.py ${QMTD_MUTATION_SCRATCH:+--scratch "$QMTD_MUTATION_SCRATCH"} "$@"
