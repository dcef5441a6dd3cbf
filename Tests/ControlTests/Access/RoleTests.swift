import Control
import Testing

@Suite struct RoleTests {
    private let groups = RoleGroups(viewers: ["audit"], operators: ["desk", "night"], admins: ["wheel"])

    @Test(arguments: [
        (["audit"], Role.viewer), (["night"], .operator), (["audit", "desk"], .operator),
        (["desk", "audit"], .operator),
        (["users", "wheel", "audit"], .admin),
    ])
    func `the highest role of all groups counts`(names: [String], role: Role) {
        #expect(groups.role(inGroups: names) == role)
    }

    @Test(arguments: [[], ["users"], ["Audit"], ["audit "], ["root"]])
    func `other groups give nothing`(names: [String]) {
        #expect(groups.role(inGroups: names) == nil)
        #expect(RoleGroups().role(inGroups: names) == nil)
    }

    @Test func `each role may all that the one before it may`() {
        #expect(Role.allCases.sorted() == [.viewer, .operator, .admin])
        #expect(Role.viewer < .operator && Role.operator < .admin && !(Role.admin < .admin))
    }

    @Test func `L09: there are these methods and no others`() {
        // A new one is a decision: who may call it, what it may change, what it leaves in the journal.
        #expect(
            ControlMethod.allCases.map(\.rawValue) == [
                "status", "positions", "orders", "limits", "plan", "halt", "resume", "resolve", "reduce_only",
                "cancel_all",
                "approve", "flatten",
            ])
    }

    @Test func `halt is open to every role, resume is not`() {
        #expect(ControlMethod.halt.minimumRole == .viewer)
        for method in [ControlMethod.resume, .resolve, .reduceOnly, .cancelAll, .approve] {
            #expect(method.minimumRole == .operator)
        }
        #expect(ControlMethod.flatten.minimumRole == .admin)
        for method in [ControlMethod.status, .positions, .orders, .limits, .plan] {
            #expect(method.minimumRole == .viewer)
        }
        #expect(
            ControlMethod.allCases.filter(\.changesState)
                == [.halt, .resume, .resolve, .reduceOnly, .cancelAll, .approve, .flatten])
    }
}
