extension [Symbol] {
    /// Without repetition.
    @inlinable package var isAscending: Bool {
        for index in indices.dropFirst() where self[index] <= self[index - 1] { return false }
        return true
    }
}
