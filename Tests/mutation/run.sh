#!/usr/bin/env bash
# The mutation test of risk and gate, whole: Tests/mutation/run.sh [OPTIONS]; `--sample 40` is the short form. Its own tests
# come first. See docs/mutation.md. QMTD_MUTATION_SCRATCH: where to build.
set -euo pipefail
cd "$(dirname "$0")"
if python3 -c 'import pytest' 2> /dev/null; then
    python3 -B -m pytest -q -p no:cacheprovider .
else
    echo "skipped: the script's own tests, for pytest is not there"
fi
exec nice -n 10 python3 -B mutate.py ${QMTD_MUTATION_SCRATCH:+--scratch "$QMTD_MUTATION_SCRATCH"} "$@"
