/// The names of all objects in a JSON text, without their values: to find those that a decoder did not ask for, since a
/// misspelt name would otherwise go unnoticed.
struct JSONNames: Decodable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Empty for everything but an object.
    private var members: [String: JSONNames] = [:]

    init(from decoder: any Decoder) throws {
        guard let container = try? decoder.container(keyedBy: Name.self) else { return }
        for key in container.allKeys { members[key.stringValue] = try container.decode(JSONNames.self, forKey: key) }
    }

    /// The first name, in alphabetical order and with those around it, that `known` does not have.
    func firstUnknown(to known: JSONNames) -> String? {
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let knownMember = known.members[name] else { return name }
            if let inner = member.firstUnknown(to: knownMember) { return "\(name).\(inner)" }
        }
        return nil
    }
}
