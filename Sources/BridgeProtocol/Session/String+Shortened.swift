extension String {
    /// What the other side wrote, cut to what a log line can bear.
    var shortened: String { utf8.count <= 80 ? self : "\(prefix(77))..." }
}
