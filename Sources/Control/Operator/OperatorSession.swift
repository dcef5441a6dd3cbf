import Foundation

/// What a program prints and ends with.
package struct OperatorOutcome: Hashable, Sendable {
    package var output: String
    package var diagnostics: String
    package var status: ExitStatus
}

/// Carries out one command of the operator and words the result: all of `qmtctl` but the reading of its arguments.
package struct OperatorSession: Sendable {
    private let client: ControlClient
    private let isJSON: Bool
    private let width: Int

    /// - Parameters:
    ///   - isJSON: Print the report as one line of JSON in place of text; of a failure, `{"error":{…}}`.
    ///   - width: Of the terminal, in columns.
    package init(client: ControlClient, isJSON: Bool, width: Int = 100) {
        self.client = client
        self.isJSON = isJSON
        self.width = width
    }

    package func run(_ command: ControlCommand) async -> OperatorOutcome {
        do throws(ControlClientError) {
            let answer = try await client.call(command)
            let output = isJSON ? String(decoding: answer, as: UTF8.self) + "\n" : try text(answer, to: command)
            return OperatorOutcome(output: output, diagnostics: "", status: try status(answer, to: command))
        } catch {
            return OperatorOutcome(
                output: isJSON ? Self.json(error) : "",
                diagnostics: "qmtctl \(command.method.rawValue): \(PlainText.printable(error.description))\n",
                status: error.exitStatus)
        }
    }

    /// What is shown may want somebody to act.
    private func status(_ answer: Data, to command: ControlCommand) throws(ControlClientError) -> ExitStatus {
        switch command {
        case .plan:
            try client.report(PlanReport.self, in: answer, to: command).needsApproval ? .approvalNeeded : .done
        case .status:
            try client.report(StatusReport.self, in: answer, to: command).approval == nil ? .done : .approvalNeeded
        default: .done
        }
    }

    private func text(_ answer: Data, to command: ControlCommand) throws(ControlClientError) -> String {
        switch command {
        case .status:
            StatusText.render(try client.report(StatusReport.self, in: answer, to: command), width: width)
        case .positions:
            PositionsText.render(try client.report(PositionsReport.self, in: answer, to: command), width: width)
        case .orders:
            OrdersText.render(try client.report(OrdersReport.self, in: answer, to: command), width: width)
        case .halt:
            SwitchText.render(try client.report(HaltReport.self, in: answer, to: command), width: width)
        case .resume:
            SwitchText.render(try client.report(ResumeReport.self, in: answer, to: command), width: width)
        case .resolve:
            ResolveText.render(try client.report(ResolveReport.self, in: answer, to: command), width: width)
        case .limits:
            LimitsText.render(try client.report(LimitsReport.self, in: answer, to: command), width: width)
        case .plan:
            PlanText.render(try client.report(PlanReport.self, in: answer, to: command), width: width)
        case .reduceOnly, .cancelAll, .approve, .flatten:
            ActText.render(try client.report(ActReport.self, in: answer, to: command), width: width)
        }
    }

    private static func json(_ error: ControlClientError) -> String {
        struct Failure: Encodable {
            struct Body: Encodable {
                var name: String
                var message: String
            }
            var error: Body
        }
        let failure = Failure(error: .init(name: error.name, message: error.description))
        guard let data = try? ControlJSON.encoder().encode(failure) else { return "" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
