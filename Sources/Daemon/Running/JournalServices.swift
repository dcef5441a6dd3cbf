import Dispatch
import Journal
import ServiceLifecycle

/// Has the journal's disk looked at each minute.
struct DiskService: Service {
    let trader: Trader

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(60)) } catch { return }
                await trader.checkDisk()
            }
        }
    }
}

/// Verifies the whole journal after each day's close: a start reads no more than it needs. Beside the writer, on a thread of
/// its own, since it may take seconds.
struct NightService: Service {
    let nights: AsyncStream<Void>
    let journal: String
    let trader: Trader

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in nights {
                if let problem = await problem() { await trader.journalIsDamaged(problem) }
            }
        }
    }

    private func problem() async -> String? {
        let path = journal
        return await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                do {
                    let report = try JournalReader(at: path).verify()
                    continuation.resume(returning: report.problems.first.map { "\($0)" })
                } catch {
                    continuation.resume(returning: "\(error)")
                }
            }
        }
    }
}
