"""Prints the figures that `PinnedFigures.swift` of the Swift tests holds: random walks, judged by empyrical-reloaded.

The walks are those of `Curves.walk` in the Swift tests: whole numbers and one generator on both sides, so the curves are
equal to the li.
"""

import warnings

import numpy as np

import empyrical

MASK = (1 << 64) - 1
#: Seed, days, daily range and drift in millionths.
WALKS = [
    (1, 252, 20_000, 500),
    (2, 2_700, 25_000, 300),
    (3, 60, 15_000, -2_000),
    (4, 2, 20_000, 0),
    (5, 1_000, 60_000, 900),
    (6, 21, 9_000, 9_001),
]


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        value = self.state
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
        return value ^ (value >> 31)


def walk(seed, start, count, spread, drift):
    random = SplitMix64(seed)
    levels = [start]
    for _ in range(count):
        step = random.next() % (2 * spread + 1) - spread + drift
        levels.append(levels[-1] * (1_000_000 + step) // 1_000_000)
    return np.array(levels, dtype=float)


def swift(value):
    return repr(float(value)) if np.isfinite(value) else "nil"


def main():
    warnings.simplefilter("ignore")
    print(f"// By empyrical-reloaded {empyrical.__version__}.")
    for seed, days, spread, drift in WALKS:
        levels = walk(seed, 1_000_000_000, days, spread, drift)
        index = walk(seed + 100, 3_500_000, days, spread * 2 // 3, drift // 2) / 1000
        returns = levels[1:] / levels[:-1] - 1
        others = index[1:] / index[:-1] - 1
        active = returns - others
        figures = [
            empyrical.cum_returns_final(returns),
            empyrical.annual_return(returns),
            empyrical.annual_volatility(returns),
            empyrical.sharpe_ratio(returns),
            empyrical.sortino_ratio(returns),
            empyrical.max_drawdown(returns),
            empyrical.calmar_ratio(returns),
            empyrical.cum_returns_final(others),
            empyrical.annual_return(others),
            empyrical.annual_return(returns) - empyrical.annual_return(others),
            empyrical.annual_volatility(active),
            empyrical.excess_sharpe(returns, others) * np.sqrt(252),
            empyrical.beta(returns, others),
        ]
        print(f"PinnedFigures(\n    seed: {seed}, days: {days}, range: {spread:_}, drift: {drift:_},")
        print("    figures: [\n        " + ",\n        ".join(map(swift, figures)) + ",\n    ]),")


if __name__ == "__main__":
    main()
