import Foundation
import Testing

@testable import Control

@Suite struct RPCResponseTests {
    private struct Report: Codable {
        var text: String
    }

    private func text(_ id: RPCID?, _ reply: ControlReply) -> String {
        String(decoding: RPCResponse(id: id, reply: reply).line(), as: UTF8.self)
    }

    @Test func `an answer is one line with sorted keys`() {
        #expect(
            text(.number(7), .report(Report(text: "a/b\n停")))
                == #"{"id":7,"jsonrpc":"2.0","result":{"text":"a/b\n停"}}"# + "\n")
        #expect(
            text(.text("x"), .refused("no"))
                == #"{"error":{"code":2001,"data":{"name":"refused"},"message":"no"},"id":"x","jsonrpc":"2.0"}"# + "\n")
    }

    @Test func `an id that could not be read is null`() {
        #expect(text(nil, .refused("no")).contains(#""id":null"#))
    }

    @Test func `an answer that is too long is replaced by an error`() {
        let line = text(.number(1), .report(Report(text: String(repeating: "x", count: RPCResponse.longestLine))))
        #expect(line.utf8.count < 1000)
        #expect(Answer(line).errorName == "refused")
        #expect(Answer(line).id == "1")
    }

    @Test func `a report that cannot be written is the daemon's fault`() {
        let line = text(.number(1), .report([Double.nan]))
        #expect(Answer(line).errorName == "internal")
    }

    @Test(arguments: ControlFailure.Kind.allCases)
    func `each kind of failure survives the wire`(kind: ControlFailure.Kind) {
        let line = RPCResponse(id: .number(1), reply: .failure(ControlFailure(kind, "why"))).line()
        #expect(throws: ControlFailure(kind, "why")) { try RPCAnswer.report(in: line, id: 1) }
    }

    @Test func `the standard's errors have the standard's codes`() {
        let codes = ControlFailure.Kind.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(ControlFailure.Kind.parseError.code == -32700)
        #expect(ControlFailure.Kind.invalidRequest.code == -32600)
        #expect(ControlFailure.Kind.unknownMethod.code == -32601)
        #expect(ControlFailure.Kind.invalidParameters.code == -32602)
    }

    @Test func `a report is handed on with fields of a later version`() throws {
        let line = Data(
            #"{"jsonrpc":"2.0","id":1,"result":{"z":null,"new":[1,true,"x"],"a":{"b":9007199254740993}}}"#.utf8)
        let report = String(decoding: try RPCAnswer.report(in: line, id: 1), as: UTF8.self)
        #expect(report == #"{"a":{"b":9007199254740993},"new":[1,true,"x"],"z":null}"#)
    }

    @Test(arguments: [
        "", "x", "{}", #"{"jsonrpc":"2.0","id":2,"result":{}}"#, #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"2.0","id":1,"result":[]}"#, #"{"jsonrpc":"1.0","id":1,"result":{}}"#,
        #"{"jsonrpc":"2.0","id":null,"result":{}}"#,
    ])
    func `what is no answer to our request is garbled`(line: String) {
        #expect(throws: RPCAnswer.Garbled.self) { try RPCAnswer.report(in: Data(line.utf8), id: 1) }
    }

    @Test func `an error about the connection counts`() {
        let line = RPCResponse(id: nil, reply: .failure(ControlFailure(.busy, "full"))).line()
        #expect(throws: ControlFailure(.busy, "full")) { try RPCAnswer.report(in: line, id: 1) }
    }

    @Test func `an error of a later version counts as refused`() {
        let line = Data(#"{"jsonrpc":"2.0","id":1,"error":{"code":2999,"message":"new"}}"#.utf8)
        let error = #expect(throws: ControlFailure.self) { try RPCAnswer.report(in: line, id: 1) }
        #expect(error?.kind == .refused)
        #expect(error?.message.contains("2999") == true)
    }
}
