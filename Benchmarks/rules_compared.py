"""The same targets over real days with each rule off and on: writes the table of docs/rules-compared.md.

    python3 Benchmarks/rules_compared.py QMTLAB DATA [OUT]

QMTLAB is the program (as .ci/release builds it, or a debug build), DATA a folder with the tables that `qmtlab import` reads
and, in targets/, one file of targets. Every run is a whole replay; a rule that changes no line in any period is an error.
"""

import csv
import datetime
import gzip
import json
import math
import pathlib
import subprocess
import sys
import tempfile

PERIODS = [
    ("2015", "2015-01-01", "2015-12-31"),
    ("2018", "2018-01-01", "2018-12-31"),
    ("2024-09/10", "2024-09-01", "2024-10-31"),
]
BARE = {"stop_loss": "off", "drawdown": "off"}

# Name of the row, keys of [risk] or [limits] that differ from the bare targets, and what the files say where it acted.
# The values are those of the standard or the careful profile where these can act: the targets are 50 equal weights of 0.016,
# 0.8 together, so that caps of 0.8 and 0.02 would change nothing. None: lines are split into more orders, and none is changed.
RULES = [
    ("stop-loss 8 %", {"stop_loss": "0.08"}, {"stop_loss", "cool_down"}),
    ("stop-loss 10 %", {"stop_loss": "0.10"}, {"stop_loss", "cool_down"}),
    ("take-profit 20 %", {"take_profit": "0.20"}, {"take_profit"}),
    ("trailing stop 10 %", {"trailing_stop": "0.10"}, {"trailing_stop"}),
    ("portfolio stop 10 %", {"portfolio_stop": "0.10"}, {"portfolio_stop"}),
    ("drawdown 15 %, half", {"drawdown": "0.15"}, {"drawdown"}),
    ("drawdown 8 %, half", {"drawdown": "0.08"}, {"drawdown"}),
    ("soft gate 5 to 15 %", {"soft_gate": True}, {"soft_gate"}),
    ("total cap 60 %", {"total_cap": "0.6"}, {"total_cap"}),
    ("stock cap 1 %", {"stock_cap": "0.01"}, {"stock_cap"}),
    ("board cap chinext 5 %", {"risk.board_caps": [{"board": "chinext", "cap": "0.05"}]}, {"board_cap"}),
    ("industry cap 5 %", {"industry_cap": "0.05", "industry_file": "industries.csv"}, {"industry_cap"}),
    ("volatility above 25, half", {"volatility": "volatility", "state_file": "state.csv"}, {"volatility"}),
    ("regime", {"regime": "regime", "state_file": "state.csv"}, {"regime"}),
    ("ST: sell", {"st": "sell"}, {"st"}),
    ("no chinext", {"excluded_boards": ["chinext"]}, {"board_excluded"}),
    ("newly listed, 750 days", {"newly_listed_days": 750}, {"newly_listed"}),
    ("penny below 5.00", {"penny_below": "5.00"}, {"penny"}),
    ("suspended: leave", {"leave_suspended": True}, {"suspended"}),
    ("locks", {"locks": "held"}, {"locked"}),
    ("black list, 30 days", {"risk.black_list": "held"}, {"black_list"}),
    ("order value 50,000", {"limits.order_value_max": "50000"}, None),
    ("holding 1.65 %", {"limits.position_weight_max": "0.0165"}, {"position_cap"}),
    ("turnover of a day 10 %", {"limits.turnover_day_max": "0.1"}, {"turnover_cap"}),
    ("loss of a day 1 %", {"limits.loss_day_max": "0.01"}, {"daily_loss"}),
    ("0.02 % of average volume", {"limits.volume_share_max": "0.0002"}, {"volume_share", "denied"}),
    ("restricted", {"limits.restricted": "held"}, {"restricted"}),
]
EVERYTHING = [
    "stop-loss 8 %", "trailing stop 10 %", "take-profit 20 %", "portfolio stop 10 %", "drawdown 15 %, half", "total cap 60 %",
    "stock cap 1 %", "board cap chinext 5 %", "industry cap 5 %", "volatility above 25, half", "regime", "ST: sell",
    "newly listed, 750 days", "penny below 5.00", "suspended: leave", "holding 1.65 %",
]


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        yield from csv.DictReader(file)


def table(data, name):
    found = [path for path in (data / f"{name}.csv.gz", data / f"{name}.csv") if path.exists()]
    return rows(found[0]) if found else sys.exit(f"{data}: no {name}.csv")


def write_state(data, out):
    """Of each day: the volatility of the CSI 300's last 20 returns, in per cent a year, and where it stands to its means."""
    closes = [(row["trade_date"], float(row["close"])) for row in table(data, "index_daily") if row["index_code"] == "000300.SH"]
    closes.sort()
    with open(out, "w", encoding="utf-8") as file:
        file.write("date,name,value\n")
        for index in range(120, len(closes)):
            day, close = closes[index]
            returns = [math.log(closes[at][1] / closes[at - 1][1]) for at in range(index - 19, index + 1)]
            mean = sum(returns) / 20
            deviation = math.sqrt(sum((each - mean) ** 2 for each in returns) / 20 * 252)
            short, long = (sum(value for _, value in closes[index - days + 1: index + 1]) / days for days in (20, 120))
            word = "risk_on" if close >= short else "neutral" if close >= long else "risk_off"
            file.write(f"{day},volatility,{deviation * 100:.2f}\n{day},regime,{word}\n")


def write_industries(data, out):
    with open(out, "w", encoding="utf-8") as file:
        file.write("symbol,industry\n")
        for row in table(data, "stock_basic"):
            if row["industry"]:
                file.write(f"{row['ts_code']},{row['industry']}\n")


def literal(value):
    return json.dumps(value, ensure_ascii=False)


def configuration(keys, often, first):
    """A file of settings. "held" stands for the three codes that the bare targets traded most."""
    lines = {"risk": [], "limits": []}
    tables = []
    for key, value in {**BARE, **keys}.items():
        section, _, name = key.rpartition(".")
        section = section or "risk"
        if name == "black_list":
            until = datetime.date.fromisoformat(first) + datetime.timedelta(days=30)
            tables += [("risk.black_list", {"code": code, "until": until.isoformat()}) for code in often]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables += [(key, entry) for entry in value]
        else:
            lines[section].append(f"{name} = {literal(often if value == 'held' else value)}")
    text = "".join(f"[{section}]\n" + "".join(f"{line}\n" for line in found) for section, found in lines.items() if found)
    return text + "".join(
        f"[[{name}]]\n" + "".join(f"{key} = {literal(value)}\n" for key, value in entry.items()) for name, entry in tables)


def write_targets_with_st(data, targets, out):
    """The targets with a stock under a risk warning in place of each batch's last one: the real ones have none."""
    batches = {}
    for row in rows(targets):
        batches.setdefault(row["trade_date"], []).append(row)
    warned = {}
    for row in table(data, "bars_daily"):
        if row["is_st"] == "1" and row["suspended"] == "0" and row["trade_date"] in batches:
            warned.setdefault(row["trade_date"], []).append(row["ts_code"])
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = None
        for day, batch in batches.items():
            stocks = [row for row in batch if row["ts_code"] != "CASH"]
            if warned.get(day):
                stocks[-1]["ts_code"] = min(warned[day])
            writer = writer or csv.DictWriter(file, batch[0].keys(), lineterminator="\n")
            if file.tell() == 0:
                writer.writeheader()
            writer.writerows(batch)


class Runs:
    def __init__(self, program, data, folder):
        self.program, self.data, self.folder = program, data, folder
        self.warehouse = folder / "warehouse"
        self.call("import", "--tables", data, "--warehouse", self.warehouse)
        write_state(data, folder / "state.csv")
        write_industries(data, folder / "industries.csv")
        found = sorted((data / "targets").iterdir())
        self.targets = found[0] if found else sys.exit(f"{data}/targets: no targets")
        self.targets_with_st = folder / "targets.csv"
        write_targets_with_st(data, self.targets, self.targets_with_st)

    def call(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")

    def replay(self, period, keys, often=(), has_st=False):
        _, first, last = period
        file, out = self.folder / "replay.toml", self.folder / "out"
        file.write_text(configuration(keys, list(often), first), encoding="utf-8")
        self.call(
            "replay", "--history", self.warehouse, "--targets", self.targets_with_st if has_st else self.targets, "--from", first, "--to", last,
            "--config", file, "--out", out, "--quiet")
        return Result(out)


class Result:
    def __init__(self, out):
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        self.total = summary["returns"]["total"]
        self.drawdown = summary["drawdown"]["max"]
        self.turnover = summary["trading"]["turnover"]
        self.equity = summary["final_equity"]
        fees = summary["trading"]["fees"]
        self.fees = fees["total"] if isinstance(fees, dict) else fees
        self.risk = list(rows(out / "risk.csv")) if (out / "risk.csv").exists() else []
        self.reasons = list(rows(out / "reasons.csv"))
        self.orders = list(rows(out / "orders.csv"))

    def traded_most(self):
        counts = {}
        for order in self.orders:
            counts[order["ts_code"]] = counts.get(order["ts_code"], 0) + 1
        return sorted(counts, key=lambda code: (-counts[code], code))[:3]

    def acts(self, marks, bare):
        """Lines that the rule changed, and the first of them in words."""
        if marks is None:
            return len(self.orders) - len(bare.orders), f"{len(bare.orders):,} orders became {len(self.orders):,}"
        risk = [row for row in self.risk if row["rule"] in marks]
        orders = [row for row in self.orders if marks & set(row["overlay"].split())]
        kept = [row for row in self.reasons if row["reason"] in marks]
        words = []
        if risk:
            row = risk[0]
            words.append(f"{row['date']} {row['ts_code'] or 'all targets'}: {row['before']} to {row['after']}, {row['figures']}")
        if kept:
            row = kept[0]
            words.append(f"{row['date']} {row['ts_code']}: {row['explanation']}")
        if not words and orders:
            row = orders[0]
            words.append(f"{row['date']} {row['ts_code']}: {row['side']} {row['volume']} because of {row['overlay']}")
        return len(risk) + len(kept) or len(orders), "; ".join(words)


def percent(value):
    return f"{value * 100:.1f} %"


def line(name, result, acts):
    return (
        f"| {name} | {percent(result.total)} | {percent(result.drawdown)} | {result.turnover:.2f} | "
        f"{float(result.fees):,.0f} | {len(result.orders):,} | {acts} |")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    program, data = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    text = []
    silent = []
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(program, data, pathlib.Path(folder))
        first_words = {name: "" for name, _, _ in RULES}
        acted = {name: 0 for name, _, _ in RULES}
        for period in PERIODS:
            bare = runs.replay(period, {})
            often = bare.traded_most()
            text += [
                f"## {period[0]}", "",
                "| rules | return | deepest drawdown | turnover a year | fees, yuan | orders | lines changed |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: |", line("none", bare, "")]
            for name, keys, marks in RULES:
                base = bare
                if "st" in keys:
                    base = runs.replay(period, {}, often, has_st=True)
                    text.append(line("none, with ST stocks in the targets", base, ""))
                result = runs.replay(period, keys, often, has_st="st" in keys)
                count, words = result.acts(marks, base)
                acted[name] += count
                first_words[name] = first_words[name] or words
                text.append(line(name, result, f"{count:,}"))
            keys = {}
            marks = set()
            for name, more, found in RULES:
                if name in EVERYTHING:
                    keys.update(more)
                    marks |= found or set()
            result = runs.replay(period, keys, often)
            text += [line("all of them at once", result, f"{result.acts(marks, bare)[0]:,}"), ""]
        silent = [name for name in acted if acted[name] == 0]
        text += ["## What they said the first time", "", "| rule | line |", "| --- | --- |"]
        text += [f"| {name} | {words} |" for name, words in first_words.items()]
    written = "\n".join(text) + "\n"
    if len(sys.argv) == 4:
        out = pathlib.Path(sys.argv[3])
        head = out.read_text(encoding="utf-8").split("\n## ", 1)[0].rstrip() if out.exists() else "# Rules compared"
        out.write_text(head + "\n\n" + written, encoding="utf-8")
    else:
        print(written)
    if silent:
        sys.exit(f"these rules changed no line in any period: {', '.join(silent)}")


if __name__ == "__main__":
    main()
