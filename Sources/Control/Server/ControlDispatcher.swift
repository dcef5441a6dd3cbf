import Foundation

/// Decides, for each request, whether it goes to the daemon, and makes the answer.
struct ControlDispatcher: Sendable {
    struct Answer: Sendable {
        var response: RPCResponse
        /// The connection has nothing more to gain from us.
        var endsConnection = false
    }

    private let access: AccessPolicy
    private let refusals: RefusalLog
    private let handler: ControlServer.Handler

    init(access: AccessPolicy, refusals: RefusalLog, handler: @escaping ControlServer.Handler) {
        self.access = access
        self.refusals = refusals
        self.handler = handler
    }

    /// Who is calling is asked first: who has no role does not even learn what was wrong with the request.
    func answer(
        _ request: RPCRequest, from credentials: PeerCredentials, slot: ConnectionSlots.Slot
    ) async -> Answer {
        let peer: Peer
        do {
            peer = try await access.peer(credentials)
        } catch {
            refuse(error, method: request.method, credentials: credentials)
            return Answer(response: RPCResponse(id: request.id, reply: .failure(error)), endsConnection: true)
        }
        let reply: ControlReply
        do throws(ControlFailure) {
            let command = try request.command.get()
            if slot == .haltOnly, command.method != .halt {
                throw ControlFailure(
                    .busy,
                    "too many connections to the control socket; this one may only halt. Close some and try again")
            }
            try access.check(peer, mayCall: command.method)
            reply = await handler(ControlCall(command: command, params: command.canonicalText, peer: peer))
        } catch {
            refuse(error, method: request.method, credentials: credentials)
            reply = .failure(error)
        }
        return Answer(response: RPCResponse(id: request.id, reply: reply))
    }

    func refuse(_ failure: ControlFailure, method: ControlMethod?, credentials: PeerCredentials) {
        refusals.report(ControlRefusal(credentials: credentials, method: method, failure: failure))
    }
}

extension ControlCommand {
    /// The parameters as JSON with sorted keys: what the audit keeps.
    fileprivate var canonicalText: String {
        guard let data = try? ControlJSON.encoder().encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
