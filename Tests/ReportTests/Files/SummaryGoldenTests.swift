import Market
import Testing

@testable import Report

/// The whole of a small `summary.json`: others read it, so its members and their order stay.
@Suite struct SummaryGoldenTests {
    @Test func `all members in their order`() throws {
        let bank = try #require(Symbol("600000.SH"))
        let days = Curves.days(3)
        var record = ReplayRecord(openingCash: .yuan(10_000), about: .init(title: "Two \"trades\""))
        let fees = Fees(commission: .yuan(5), stampDuty: .zero, transferFee: .fen(1))
        record.days = [
            .row(days[0], equity: .yuan(9_995), cash: .yuan(5_000), bought: .yuan(5_000), fees: fees, holdings: 1),
            .row(days[1], equity: .yuan(10_495), cash: .yuan(5_000), dividends: .yuan(100), holdings: 1),
            .row(days[2], equity: .yuan(10_490), cash: .yuan(10_490), sold: .yuan(5_500), fees: fees),
        ]
        record.trade(bank, .buy, 500, at: 10_000, on: days[0], fees: 5_010)
        record.act(bank, "dividend", 500, 500, cash: 100_000, on: days[1])
        record.trade(bank, .sell, 500, at: 11_000, on: days[2], fees: 5_010)
        record.reasons = [.init(day: days[0], symbol: bank, weight: .one, target: 600, held: 500, reason: "cash")]
        record.about.checks = [.init(name: "cash + shares = equity", count: 3, held: true)]
        record.about.benchmark = .init(
            name: "Index", code: "000300.SH", includesDividends: false, before: 100, closes: [101, 100, 102])
        let text = String(decoding: SummaryJSON.text(Summary(record), record.about), as: UTF8.self)
        #expect(text == SummaryGoldenTests.golden)
    }

    private static let golden = """
        {
          "title": "Two \\"trades\\"",
          "first_day": "2020-01-06",
          "last_day": "2020-01-08",
          "days": 3,
          "opening_cash": 10000.000,
          "final_equity": 10490.000,
          "returns": {
            "total": 0.049000000000,
            "annual": 54.608477952328,
            "volatility": 0.462961357120,
            "sharpe": 8.899407975352,
            "sortino": 650.907233876844,
            "best_day": "2020-01-07",
            "best_day_return": 0.050025012506,
            "worst_day": "2020-01-06",
            "worst_day_return": -0.000500000000
          },
          "drawdown": {
            "max": -0.000500000000,
            "calmar": 109216.955904668000,
            "deepest": [
              {
                "depth": -0.000500000000,
                "peak": null,
                "trough": "2020-01-06",
                "recovery": "2020-01-07",
                "days": 2
              },
              {
                "depth": -0.000476417342,
                "peak": "2020-01-07",
                "trough": "2020-01-08",
                "recovery": null,
                "days": 1
              }
            ]
          },
          "trading": {
            "exposure": 0.341110844449,
            "turnover": 42.704970948999,
            "bought": 5000.000,
            "sold": 5500.000,
            "fees": {
              "commission": 10.000,
              "stamp_duty": 0.000,
              "transfer_fee": 0.020,
              "other": 0.000,
              "total": 10.020,
              "rate": 0.000954285714
            },
            "slippage": {
              "orders": 2,
              "cost": -500.000,
              "basis_points": -500.000000000000
            },
            "dividends": 100.000
          },
          "round_trips": {
            "closed": 1,
            "open": 0,
            "hit_rate": 1.000000000000,
            "profit_loss_ratio": null,
            "profit_factor": null
          },
          "benchmark": {
            "name": "Index",
            "code": "000300.SH",
            "includes_dividends": false,
            "first_day": "2020-01-06",
            "last_day": "2020-01-08",
            "days": 3,
            "total_return": 0.020000000000,
            "annual_return": 4.277332136682,
            "volatility": 0.241629844731,
            "sharpe": 6.987203230485,
            "max_drawdown": -0.009900990099,
            "account_total_return": 0.049000000000,
            "account_annual_return": 54.608477952328,
            "excess_return": 0.029000000000,
            "annual_excess_return": 50.331145815646,
            "tracking_error": 0.695703812645,
            "information_ratio": 3.495402954463,
            "beta": -1.809417320431
          },
          "orders": {
            "filled": 2
          },
          "fills": 2,
          "reasons": {
            "cash": 1
          },
          "corporate_actions": {
            "dividend": 1
          },
          "years": [
            {
              "year": 2020,
              "days": 3,
              "return": 0.049000000000,
              "benchmark": 0.020000000000,
              "excess": 0.029000000000,
              "max_drawdown": -0.000500000000,
              "turnover": 0.508392511298,
              "fees": 10.020
            }
          ],
          "months": [
            {
              "year": 2020,
              "month": 1,
              "days": 3,
              "return": 0.049000000000,
              "benchmark": 0.020000000000,
              "excess": 0.029000000000,
              "max_drawdown": -0.000500000000,
              "turnover": 0.508392511298,
              "fees": 10.020
            }
          ],
          "quality": {
            "orders": 2,
            "filled_orders": 2,
            "fill_rate": 1.000000000000,
            "decision_cost": 0.000,
            "decision_basis_points": null,
            "arrival_cost": 0.000,
            "arrival_basis_points": null,
            "seconds_to_first_fill": 0.000000000000,
            "seconds_to_last_fill": 0.000000000000
          },
          "checks": [
            {
              "name": "cash + shares = equity",
              "count": 3,
              "held": true
            }
          ]
        }

        """
}
