import Foundation
import Market
import Testing

@Suite struct WordTests {
    @Test(arguments: [
        "", "a", "B1", "0", "00", "-", "zzzzzzzzzz", "ZZZZZZZZZZZ", "0000000000", "00000000000", "01040000348217",
        "999999999999999999", "000000000000000000", "0000000000000000000", "20240102123456789012345", "a b", "废单",
        "e\u{301}", "\u{e9}", "😀😀😀😀😀😀😀",
    ])
    func `a text comes back as it was`(text: String) throws {
        let word = Word(text)
        #expect(word.text == text)
        #expect(word.description == text)
        #expect(word.isEmpty == text.isEmpty)
        #expect(try JSONDecoder().decode([Word].self, from: JSONEncoder().encode([word])) == [word])
    }

    @Test func `equal texts are equal words and others are not, at every length`() {
        var seed = SplitMix64(seed: 5)
        var known: [Word: String] = [:]
        for _ in 0..<5_000 {
            let length = Int(seed.next() % 60)
            let text = String(
                decoding: (0..<length).map { _ in UInt8(48 + seed.next() % 2) }, as: UTF8.self)
            let word = Word(text)
            #expect(word == Word(text), "\(text) of seed 5")
            if let other = known[word] { #expect(other == text, "seed 5") }
            known[word] = text
        }
    }

    @Test func `words are ordered as their texts`() {
        let texts = [
            "10", "9", "b", "a long text that does not fit into the value", "a", "a long text that does not fit",
        ]
        #expect(texts.map { Word($0) }.sorted().map(\.text) == texts.sorted())
    }

    @Test func `a word can be written as a literal with values in it`() {
        let number = 7
        let word: Word = "order \(number)"
        #expect(word.text == "order 7")
        #expect(Word.empty == "")
    }

    @Test func `long texts from many tasks at once stay apart`() async {
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { number in
                        let text = "task \(task % 4) writes the long text with the number \(number)"
                        return Word(text).text == text
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
