"""Compares the figures of a replay with those of empyrical-reloaded and quantstats, on the same curve.

Reads `equity.csv`, `summary.json` and, where it is there, `benchmark.csv` of the folder that `QMTD_REPLAY_OUT` names.
`docs/replay-figures.md` says where definitions differ.
"""

import csv
import json
import os
import pathlib
import warnings

import numpy as np
import pandas as pd
import pytest

import empyrical

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import quantstats.stats as quantstats

DAYS_PER_YEAR = 252
OUT = pathlib.Path(os.environ["QMTD_REPLAY_OUT"])


def rows(name):
    with open(OUT / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def summary():
    return json.loads((OUT / "summary.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def levels(summary):
    """Equity in yuan, the opening cash before the first day; the index is the day, the first one invented."""
    table = rows("equity.csv")
    if not table:
        pytest.skip("this replay has no day")
    days = pd.to_datetime([row["date"] for row in table])
    values = [summary["opening_cash"]] + [float(row["equity"]) for row in table]
    return pd.Series(values, index=days.insert(0, days[0] - pd.Timedelta(days=1)))


@pytest.fixture(scope="module")
def returns(levels):
    return levels.pct_change().iloc[1:]


@pytest.fixture(scope="module")
def pair(levels):
    """Levels of account and index from the first known level of the index to the last; gaps have the level before."""
    if not (OUT / "benchmark.csv").exists():
        pytest.skip("this replay has no index")
    closes = pd.Series([float(row["close"] or "nan") for row in rows("benchmark.csv")], index=levels.index)
    closes = closes.loc[closes.first_valid_index() : closes.last_valid_index()].ffill()
    return levels.loc[closes.index], closes


def same(ours, theirs):
    """Ours is null where theirs is no number."""
    if ours is None:
        return not np.isfinite(theirs)
    return abs(ours - theirs) <= 1e-9 * max(1, abs(theirs))


def test_returns_are_those_of_empyrical(summary, returns):
    ours = summary["returns"]
    assert same(ours["total"], empyrical.cum_returns_final(returns))
    assert same(ours["annual"], empyrical.annual_return(returns))
    assert same(ours["volatility"], empyrical.annual_volatility(returns))
    assert same(ours["sharpe"], empyrical.sharpe_ratio(returns))
    assert same(ours["sortino"], empyrical.sortino_ratio(returns))


def test_drawdown_is_that_of_empyrical(summary, returns):
    assert same(summary["drawdown"]["max"], empyrical.max_drawdown(returns))
    assert same(summary["drawdown"]["calmar"], empyrical.calmar_ratio(returns))


def test_returns_are_those_of_quantstats(summary, returns):
    ours = summary["returns"]
    assert same(ours["total"], quantstats.comp(returns))
    assert same(ours["annual"], quantstats.cagr(returns, periods=DAYS_PER_YEAR))
    assert same(ours["volatility"], quantstats.volatility(returns))
    assert same(ours["sharpe"], quantstats.sharpe(returns))
    assert same(ours["sortino"], quantstats.sortino(returns))
    assert same(ours["best_day_return"], quantstats.best(returns))
    assert same(ours["worst_day_return"], quantstats.worst(returns))


def test_drawdown_is_that_of_quantstats(summary, levels, returns):
    deepest = summary["drawdown"]["max"]
    assert same(deepest, quantstats.max_drawdown(returns))
    if deepest == 0:
        assert summary["drawdown"]["deepest"] == []
        return
    falls = quantstats.to_drawdown_series(returns)
    assert summary["drawdown"]["deepest"][0]["trough"] == f"{falls.idxmin():%Y-%m-%d}"


def test_drawdown_dates_hold_on_the_curve(summary, levels):
    for fall in summary["drawdown"]["deepest"]:
        peak = levels.iloc[0] if fall["peak"] is None else levels[fall["peak"]]
        assert same(fall["depth"], levels[fall["trough"]] / peak - 1)
        end = fall["recovery"] or levels.index[-1]
        between = levels.loc[fall["peak"] or levels.index[0] : end]
        assert between.max() == (levels[end] if fall["recovery"] else peak)


def test_comparison_is_that_of_empyrical(summary, pair):
    own, index = pair
    ours = summary["benchmark"]
    returns, others = own.pct_change().iloc[1:], index.pct_change().iloc[1:]
    assert ours["days"] == len(others)
    assert ours["first_day"] == f"{others.index[0]:%Y-%m-%d}"
    assert same(ours["total_return"], empyrical.cum_returns_final(others))
    assert same(ours["annual_return"], empyrical.annual_return(others))
    assert same(ours["volatility"], empyrical.annual_volatility(others))
    assert same(ours["sharpe"], empyrical.sharpe_ratio(others))
    assert same(ours["max_drawdown"], empyrical.max_drawdown(others))
    assert same(
        ours["excess_return"], empyrical.cum_returns_final(returns) - empyrical.cum_returns_final(others)
    )
    assert same(ours["annual_excess_return"], empyrical.annual_return(returns) - empyrical.annual_return(others))
    assert same(ours["tracking_error"], empyrical.annual_volatility(returns - others))
    # Theirs are for a day.
    annual = np.sqrt(DAYS_PER_YEAR)
    assert same(ours["information_ratio"], empyrical.excess_sharpe(returns, others) * annual)
    assert same(ours["information_ratio"], quantstats.information_ratio(returns, others) * annual)
    assert same(ours["beta"], empyrical.beta(returns, others))


def test_months_and_years_are_those_of_empyrical(summary, returns):
    months = empyrical.aggregate_returns(returns, "monthly")
    assert [(month["year"], month["month"]) for month in summary["months"]] == list(months.index)
    assert all(same(month["return"], theirs) for month, theirs in zip(summary["months"], months))
    years = empyrical.aggregate_returns(returns, "yearly")
    assert [year["year"] for year in summary["years"]] == list(years.index)
    assert all(same(year["return"], theirs) for year, theirs in zip(summary["years"], years))


def test_equity_is_cash_and_holdings():
    def li(text):
        return int(text.replace(".", ""))

    for row in rows("equity.csv"):
        assert li(row["equity"]) == li(row["cash"]) + li(row["market_value"]), row["date"]


def test_files_agree_with_the_summary(summary):
    orders, fills = rows("orders.csv"), rows("fills.csv")
    counts = pd.Series([order["state"] for order in orders], dtype=str).value_counts().to_dict()
    assert counts == summary["orders"]
    assert len(fills) == summary["fills"]
    reasons = pd.Series([row["reason"] for row in rows("reasons.csv")], dtype=str).value_counts().to_dict()
    assert reasons == summary["reasons"]
    fees = summary["trading"]["fees"]
    for kind, column in [("commission", "commission"), ("stamp_duty", "stamp_duty"), ("transfer_fee", "transfer_fee")]:
        assert same(fees[kind], sum(float(order[column]) for order in orders))
    assert same(fees["total"], sum(float(fill["fees"]) for fill in fills))
    closed = [row for row in rows("round_trips.csv") if row["closed"]]
    assert len(closed) == summary["round_trips"]["closed"]
    if closed:
        won = sum(float(row["profit"]) > 0 for row in closed)
        assert same(summary["round_trips"]["hit_rate"], won / len(closed))
