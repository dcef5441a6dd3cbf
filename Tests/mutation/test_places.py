"""What the mutation test makes of a source: which places it finds, and how it writes them."""

import json

import pytest

import mutate
from places import Finder, operator_name, rewrite, scan
from support import support


def function(body, result=""):
    return f"func f(){result} {{\n{body}\n}}\n"


def found(text):
    return {(place.kind, place.original, change) for place in Finder(text).find() for change in place.changes}


def rewritten(text):
    places = Finder(text).find()
    number = 0
    for place in places:
        place.number = number
        number += len(place.changes)
    return rewrite(text, places)[0]


@pytest.mark.parametrize("operator, changes", [
    ("<", ["<=", ">="]), ("<=", ["<", ">"]), (">", [">=", "<="]), (">=", [">", "<"]), ("==", ["!="]), ("!=", ["=="]),
    ("&&", ["||"]), ("||", ["&&"]), ("+", ["-"]), ("-", ["+"]), ("*", ["/"]), ("/", ["*"]),
])
def test_a_binary_operator_becomes_its_neighbour_and_its_opposite(operator, changes):
    assert found(function(f"    a {operator} b", " -> Bool")) == {("binary", operator, change) for change in changes}


def test_what_is_no_code_is_left_alone():
    assert found('/// a < b, 17\n@inline(__always)\n// x > 3\nlet a = "\\(b > 2 ? "1 + 1" : "x") - 3"\n') == set()
    assert found('let text = """\n    a < 3 " b\n    """\n') == set()
    assert found("func f<T: P>(_ x: T) -> [Int?] { x.y }\n") == set()


def test_text_is_not_added_up():
    assert found(function('    a + " b"', " -> String")) == set()


def test_whole_numbers_have_a_neighbour_on_either_side():
    assert found("let a = 18_000\n") == {("constant", "18_000", "18001"), ("constant", "18_000", "17999")}
    assert found("let a = 0\n") == {("constant", "0", "1")}
    assert found("let a = -1\n") == {("constant", "-1", "0"), ("constant", "-1", "-2")}
    assert found("let a = b.0\n") == set()
    assert rewritten("let a = -1\n") == "let a = mutated(0, -1, 0, -2)\n"


def test_words_of_truth_and_bounds():
    assert found("let a = true\n") == {("constant", "true", "false")}
    assert rewritten("let a = max(b, c)\n") == "let a = mostOf(0, b, c)\n"
    assert found("let a = b.max()\n") == set()


def test_each_condition_is_forced_both_ways_and_a_binding_fails():
    text = function("    guard a.isEmpty, let b, let c = d(e), !f else { return }")
    assert found(text) == {
        ("branch", "a.isEmpty", "true"), ("branch", "a.isEmpty", "false"), ("branch", "d(e)", "nil"),
        ("branch", "!f", "true"), ("branch", "!f", "false"), ("prefix", "!", "nothing"),
    }
    assert "a.isEmpty ┻┻ 0" in rewritten(text) and "let c = absent(2, d(e))" in rewritten(text)


def test_a_loop_is_not_made_endless():
    assert ("branch", "a", "false") in found(function("    while a { b() }"))
    assert ("branch", "a", "true") not in found(function("    while a { b() }"))


def test_filters_of_loops_and_cases_are_conditions_and_generic_clauses_are_not():
    assert ("branch", "a.b", "true") in found(function("    for a in c where a.b { d() }"))
    assert ("branch", "b", "false") in found(function("    switch a {\n    case .c where b: d()\n    }"))
    assert found("extension A where B: C {}\n") == set()


def test_calls_and_assignments_are_left_out():
    text = function("    a = b\n    c.d(e)\n    try f()\n    return g()")
    assert found(text) == {("statement", words, "nothing") for words in ("a = b", "c.d(e)", "try f()")}
    assert "if kept(0) { a = b }" in rewritten(text)


def test_what_must_be_there_is_not_left_out():
    assert found("init(a: Int) {\n    self.a = a\n    b = c\n}\n") == set()
    assert found(function("    g(h)", " -> Int")) == set()
    assert found(function("    return a.map { g($0) }", " -> Int")) == set()
    assert found("func f() -> A {\n    switch a {\n    case .b: c(d)\n    }\n}\n") == set()
    assert ("statement", "c(d)", "nothing") in found("func f() {\n    switch a {\n    case .b: c(d)\n    }\n}\n")


def test_room_that_is_reserved_is_not_left_out():
    assert found(function("    a.reserveCapacity(b)")) == set()


def test_a_statement_goes_on_over_lines():
    text = function("    a +=\n        b ? c : d\n    e()")
    assert ("statement", "a += b ? c : d", "nothing") in found(text)


def test_either_branch_of_a_choice():
    assert rewritten(function("    return a ? b : c")) == function("    return a ┳ 0 ? b : c")


def test_lines_stay_where_they_are():
    text = function("    if a < 1,\n        b\n    {\n        c = 2\n    }")
    assert rewritten(text).count("\n") == text.count("\n")
    assert [place.line for place in Finder(text).find() if place.original == "2"] == [5]


def test_every_place_has_an_operator_of_its_own():
    assert len({operator_name(number) for number in range(5000)}) == 5000
    places = Finder(function("    a < b", " -> Bool")).find()
    places[0].number = 7
    text = support(places)
    assert f"infix operator {operator_name(7)}: ComparisonPrecedence" in text
    assert "activeMutant == 7 ? a <= b : activeMutant == 8 ? a >= b : a < b" in text


def test_the_scanner_knows_strings_and_comments():
    assert [token.text for token in scan('a /* b */ "c\\"d" // e\n#"f"g"# h')] == ["a", '"c\\"d"', '#"f"g"#', "h"]


def test_every_survivor_on_the_list_is_a_mutant_of_the_sources_and_stands_on_the_page():
    keys = [mutant.key for mutant in mutate.mutants_of(mutate.all_places(), set())]
    listed = mutate.accepted()
    assert listed and all(item["reason"] for item in listed)
    assert [item for item in listed if {key: item[key] for key in mutate.KEYS} not in keys] == []
    assert mutate.survivors_table() in (mutate.ROOT / "docs/mutation.md").read_text()


def test_no_two_mutants_have_one_key():
    keys = [json.dumps(mutant.key) for mutant in mutate.mutants_of(mutate.all_places(), set())]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


class TestJudging:
    def mutants(self):
        text = function("    a < b", " -> Bool")
        place = Finder(text).find()[0]
        place.file = "Gate/A.swift"
        return [mutate.Mutant(place, change, text) for change in range(2)]

    def judged(self, verdicts, listed, is_whole=True):
        return mutate.judge(self.mutants(), dict(enumerate(verdicts)), listed, is_whole)

    def test_all_killed_is_good(self):
        lines, good = self.judged(["killed", "crashed"], [])
        assert good and "| all | 2 | 2 | 100.0 |" in lines

    def test_too_many_survivors_are_not_good_even_when_listed(self):
        listed = [{**self.mutants()[1].key, "reason": "alike"}]
        lines, good = self.judged(["killed", "survived"], listed)
        assert not good and "50.0 % of the mutants were killed, less than 95 %" in lines
        assert any(line.endswith("| alike") for line in lines)

    def test_of_a_sample_only_the_list_decides(self):
        listed = [{**self.mutants()[1].key, "reason": "alike"}]
        assert self.judged(["killed", "survived"], listed, is_whole=False)[1]
        assert not self.judged(["killed", "survived"], [], is_whole=False)[1]

    def test_an_unlisted_survivor_is_not_good(self, monkeypatch):
        monkeypatch.setattr(mutate, "LEAST", 0)
        lines, good = self.judged(["killed", "survived"], [])
        assert not good and any(line.endswith("NOT LISTED") for line in lines)

    def test_a_listed_one_that_is_killed_is_told(self, monkeypatch):
        monkeypatch.setattr(mutate, "LEAST", 0)
        listed = [{**self.mutants()[0].key, "reason": "alike"}]
        lines, good = self.judged(["killed", "killed"], listed)
        assert not good and any(line.startswith("listed, and killed") for line in lines)

    def test_a_sample_says_nothing_of_what_it_did_not_run(self):
        other = {"file": "Gate/B.swift", "source": "x", "nth": 1, "column": 1, "change": "y", "reason": "z"}
        assert self.judged(["killed", "killed"], [other], is_whole=False)[1]
        assert not self.judged(["killed", "killed"], [other])[1]
