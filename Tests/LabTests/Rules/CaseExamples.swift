import Testing

/// One case of each kind, or two where it has two forms: all agree with the rules.
enum CaseExamples {
    struct Example: Sendable, CustomTestStringConvertible {
        var kind: String
        /// Without `id` and `kind`.
        var fields: String
        /// Fields that may be left out without a refusal.
        var optional: Set<String> = []
        /// An output, and another value for it.
        var output: String
        var wrong: String

        var testDescription: String { kind }

        func json(id: String = "x-1", adding more: String = "") -> String {
            #"{"id": "\#(id)", "kind": "\#(kind)", \#(fields)\#(more.isEmpty ? "" : ", " + more)}"#
        }
    }

    static let all = [
        Example(
            kind: "limit_price",
            fields:
                #""exchange": "SSE", "board": "main", "type": "stock", "date": "2021-03-01", "prev_close": "14.45", "#
                + #""st": false, "up": "15.90", "down": "13.01""#,
            output: "up", wrong: #""15.89""#),
        Example(
            kind: "limit_price",
            fields:
                #""exchange": "SZSE", "board": "main", "type": "stock", "date": "2023-04-17", "prev_close": "21.03", "#
                + #""st": false, "listing_day": 6, "delisting_day": 31, "issue_regime": "registration", "#
                + #""issue_price": "9.00", "s_share": false, "up": "23.13", "down": "18.93""#,
            optional: ["listing_day", "delisting_day", "issue_regime", "issue_price", "s_share"], output: "down",
            wrong: "null"),
        Example(
            kind: "tick",
            fields: #""type": "stock", "exchange": "SSE", "date": "2024-01-02", "price": "10.005", "valid": false"#,
            output: "valid", wrong: "true"),
        Example(
            kind: "lot",
            fields: #""board": "star", "type": "stock", "date": "2026-10-12", "side": "sell", "order_type": "limit", "#
                + #""want": 150, "position": 150, "ok": 150"#,
            output: "ok", wrong: "0"),
        Example(
            kind: "fees",
            fields:
                #""exchange": "SSE", "type": "stock", "date": "2013-05-02", "side": "buy", "price": "3.21", "qty": 20000, "#
                + #""commission_rate": "0.001", "min_commission": "5.00", "par_value": "0.10", "commission_mode": "all_in", "#
                + #""expect": {"commission": "64.20", "stamp": "0.00", "transfer": "0.60"}"#,
            optional: ["commission_mode"], output: "expect",
            wrong: #"{"commission": "64.20", "stamp": "0.00", "transfer": "0.61"}"#),
        Example(
            kind: "fees",
            fields: #""exchange": "BSE", "type": "stock", "date": "2023-08-28", "side": "sell", "price": "15.55", "#
                + #""qty": 3000, "commission_rate": "0.00025", "min_commission": "5.00", "commission_mode": "net", "#
                + #""expect": {"commission": "11.66", "stamp": "23.33", "transfer": "0.47", "handling": "5.83", "#
                + #""regulatory": "0.93"}"#,
            output: "expect",
            wrong:
                #"{"commission": "11.66", "stamp": "23.33", "transfer": "0.47", "handling": "5.83", "regulatory": "0.94"}"#
        ),
        Example(
            kind: "code_board",
            fields: #""code": "688981", "exchange": "SSE", "board": "star", "type": "stock", "symbol": "688981.SH""#,
            output: "board", wrong: #""main""#),
        Example(
            kind: "code_board",
            fields: #""code": "000300", "exchange": "SSE", "board": null, "type": "index", "symbol": "000300.SH""#,
            output: "symbol", wrong: #""000300.SZ""#),
        Example(
            kind: "symbol_class",
            fields: #""symbol": "000001.SH", "exchange": "SSE", "board": null, "type": "index""#,
            output: "type", wrong: #""stock""#),
        Example(
            kind: "session",
            fields: #""exchange": "SSE", "type": "stock", "board": "main", "datetime": "2018-08-20T14:58:00", "#
                + #""phase": "close_call", "accepts_auction_orders": true, "accepts_cancels": false"#,
            output: "accepts_cancels", wrong: "true"),
        Example(
            kind: "cage",
            fields:
                #""exchange": "SZSE", "board": "main", "type": "stock", "phase": "continuous", "date": "2024-01-02", "#
                + #""side": "buy", "best_ask": null, "best_bid": "9.99", "last": "9.98", "prev_close": "9.80", "#
                + #""bound": "10.19""#,
            output: "bound", wrong: "null"),
        Example(
            kind: "ex_price",
            fields: #""prev_close": "15.47", "cash": "0.20", "bonus": "0.3", "rights": "0", "rights_price": "0", "#
                + #""ref_price": "11.75""#,
            output: "ref_price", wrong: #""11.74""#),
        Example(
            kind: "sellable",
            fields: #""type": "etf_crossborder", "exchange": "SZSE", "date": "2015-01-19", "prior": 0, "#
                + #""bought_today": 1000, "sold_today": 0, "underlying_t0": true, "sellable": 1000"#,
            output: "sellable", wrong: "0"),
        Example(kind: "trading_day", fields: #""date": "2024-02-09", "open": false"#, output: "open", wrong: "true"),
        Example(
            kind: "next_trading_day", fields: #""date": "2024-02-08", "next": "2024-02-19""#, output: "next",
            wrong: #""2024-02-09""#),
        Example(
            kind: "dividend_tax",
            fields: #""record_date": "2024-06-13", "acquired": "2024-06-10", "sold": "2024-07-11", "rate": "0.10""#,
            output: "rate", wrong: #""0.20""#),
        Example(
            kind: "corp_action",
            fields:
                #""position": 155, "avg_cost": "10.00", "cash": "0", "bonus": "0.3", "rights": "0", "rights_price": "0", "#
                + #""expect": {"position": 201, "bonus_shares": 46, "rights_shares": 0, "cash_gross": "0.00", "#
                + #""rights_payment": "0.00", "total_cost": "1550.00"}"#,
            output: "expect",
            wrong: #"{"position": 202, "bonus_shares": 46, "rights_shares": 0, "cash_gross": "0.00", "#
                + #""rights_payment": "0.00", "total_cost": "1550.00"}"#),
        Example(
            kind: "hft", fields: #""date": "2025-07-07", "max_per_second": 300, "per_day": 10, "is_hft": true"#,
            output: "is_hft", wrong: "false"),
        Example(
            kind: "st_buy_cap",
            fields: #""exchange": "SSE", "board": "main", "date": "2026-08-03", "bought_today": 450000, "#
                + #""want": 100000, "ok": 50000"#,
            output: "ok", wrong: "100000"),
        Example(
            kind: "order_type",
            fields:
                #""exchange": "SSE", "board": "main", "date": "2015-01-05", "order_type": "own_best", "allowed": false"#,
            output: "allowed", wrong: "true"),
        Example(
            kind: "ipo_halt",
            fields:
                #""date": "2024-05-08", "board": "star", "listing_day": 1, "open": "20.00", "trade_price": "13.90", "#
                + #""already_fired": ["up30"], "at": "11:25:00", "halt": true, "minutes": 10, "resume": "13:05:00""#,
            output: "resume", wrong: "null"),
        Example(
            kind: "auction",
            fields:
                #""exchange": "SSE", "prev_close": "10.00", "orders": [{"side": "buy", "price": "10.10", "qty": 500}, "#
                + #"{"side": "sell", "price": "10.10", "qty": 200}], "price": "10.10", "volume": 200"#,
            output: "volume", wrong: "500"),
        Example(
            kind: "cash",
            fields: #""withdrawable_before": "1.00", "sell_proceeds_net": "10.00", "buyable_same_day": "11.00", "#
                + #""withdrawable_same_day": "1.00", "withdrawable_next_trading_day": "11.00""#,
            output: "withdrawable_same_day", wrong: #""11.00""#),
    ]
}
