/// Divides whole things by shares without losing or making one: each part gets its whole number, and what is left goes one by
/// one to the largest remainders, the first of equals first (Hamilton's method).
enum Apportion {
    /// `total` in proportion to `shares`, none of which is negative; all zero where the shares are.
    static func divide(_ total: Int64, by shares: [Int64]) -> [Int64] {
        let sum = shares.reduce(Int128(0)) { $0 + Int128($1) }
        guard sum > 0, total > 0 else { return shares.map { _ in 0 } }
        var parts: [Int64] = []
        var remainders: [(remainder: Int128, index: Int)] = []
        var left = total
        for (index, share) in shares.enumerated() {
            let (whole, remainder) = (Int128(total) * Int128(share)).quotientAndRemainder(dividingBy: sum)
            parts.append(Int64(whole))
            left -= Int64(whole)
            remainders.append((remainder, index))
        }
        remainders.sort { ($1.remainder, $0.index) < ($0.remainder, $1.index) }
        // Fewer are left than there are remainders above zero.
        for (_, index) in remainders.prefix(Int(left)) { parts[index] += 1 }
        return parts
    }
}
