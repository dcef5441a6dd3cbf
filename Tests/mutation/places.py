"""Finds in Swift source what a mutation may change, and rewrites it so that every mutant is in one build.

No parser: a scanner that knows comments, strings and brackets, and the house's formatting (spaces around operators).
What it gets wrong does not compile, and such a place is given up by the caller.
"""

import re
from dataclasses import dataclass, field

PRECEDENCE = {
    **dict.fromkeys(["<", "<=", ">", ">=", "==", "!="], "ComparisonPrecedence"),
    "&&": "LogicalConjunctionPrecedence",
    "||": "LogicalDisjunctionPrecedence",
    "??": "NilCoalescingPrecedence",
    **dict.fromkeys(["+", "-", "^"], "AdditionPrecedence"),
    **dict.fromkeys(["*", "/", "%", "&*"], "MultiplicationPrecedence"),
    ">>": "BitwiseShiftPrecedence",
    **dict.fromkeys(["+=", "-="], "AssignmentPrecedence"),
}
# What becomes of each binary operator: its neighbour at the boundary, and its opposite.
BINARY = {
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="],
    "&&": ["||"], "||": ["&&"], "??": ["its default"], "+": ["-"], "-": ["+"], "^": ["|"], "*": ["/"], "/": ["*"],
    "%": ["*"], "&*": ["&+"], ">>": ["<<"], "+=": ["-="], "-=": ["+="],
}
KEYWORDS = set(
    "let var if guard for while switch return throw throws func enum struct class extension import package private "
    "static init mutating case default break continue fileprivate internal else defer do repeat in where subscript "
    "protocol typealias prefix infix final public lazy some any nonisolated".split())
OPERATOR = set("/=-+!*%<>&|^~?")


@dataclass(frozen=True)
class Token:
    kind: str  # word, number, operator, string, or the character itself for punctuation
    text: str
    start: int
    end: int
    first: bool  # of its line


@dataclass
class Place:
    """One spot of one file, with what it may become."""

    kind: str
    start: int
    end: int
    original: str
    changes: list
    line: int = 0
    column: int = 0
    file: str = ""
    number: int = 0  # of its first mutant; the others follow
    edits: list = field(default_factory=list)


def scan(text):
    """Tokens without comments; a string is one token, whatever is interpolated."""
    tokens, at, first = [], 0, True
    while at < len(text):
        char = text[at]
        if char == "\n":
            first, at = True, at + 1
            continue
        if char.isspace():
            at += 1
            continue
        if text.startswith("//", at):
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
            continue
        if text.startswith("/*", at):
            at = text.index("*/", at) + 2
            continue
        start = at
        if char == '"' or (char == "#" and text[at + 1 : at + 2] == '"'):
            at, kind = _string_end(text, at), "string"
        elif char.isdigit():
            at, kind = re.compile(r"0[xbo][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9]+)?").match(text, at).end(), "number"
        elif char.isalpha() or char in "_$@#`":
            at, kind = re.compile(r"[@#$]?\w+|`[^`]+`|[@#$]").match(text, at).end(), "word"
        elif char in OPERATOR or text.startswith("...", at) or text.startswith("..<", at):
            at += 3 if char == "." else 1
            while at < len(text) and text[at] in OPERATOR and char != ".":
                at += 1
            kind = "operator"
        else:
            at, kind = at + 1, char
        tokens.append(Token(kind, text[start:at], start, at, first))
        first = False
    return tokens


def _string_end(text, at):
    raw = len(text[at:]) - len(text[at:].lstrip("#"))
    at += raw
    quote = '"""' if text.startswith('"""', at) else '"'
    at += len(quote)
    escape = "\\" + "#" * raw
    while not text.startswith(quote + "#" * raw, at):
        if text.startswith(escape + "(", at):
            at, depth = at + len(escape) + 1, 1
            while depth:
                if text[at] == '"':
                    at = _string_end(text, at)
                    continue
                depth += {"(": 1, ")": -1}.get(text[at], 0)
                at += 1
        elif text.startswith(escape, at):
            at += len(escape) + 1
        else:
            at += 1
    return at + len(quote) + raw


class Finder:
    """All places of one source text."""

    def __init__(self, text):
        self.text, self.tokens, self.places = text, scan(text), []

    def find(self):
        for index, token in enumerate(self.tokens):
            self._expression(index, token)
            if token.text in ("if", "guard", "while") and token.kind == "word":
                self._conditions(index)
            if token.text == "where" and token.kind == "word" and self._is_filter(index):
                self._conditions(index)
            if self._begins_statement(index):
                self._statement(index)
        self.places.sort(key=lambda place: (place.start, -place.end, place.kind))
        lines = self.text.split("\n")
        for place in self.places:
            place.line = self.text.count("\n", 0, place.start) + 1
            before = self.text.rfind("\n", 0, place.start) + 1
            source = lines[place.line - 1]
            place.column = place.start - before - (len(source) - len(source.lstrip())) + 1
        return self.places

    def _add(self, kind, start, end, changes, edits, original=None):
        """`edits`: (start, end, text), where `{n}` stands for the first mutant's number and `{op}` for its operator."""
        self.places.append(
            Place(kind, start, end, original or self.text[start:end], changes, edits=edits))

    def _spaced(self, token):
        text = self.text
        return text[token.start - 1].isspace() and text[token.end : token.end + 1].isspace()

    def _is_prefix(self, token):
        return not self.text[token.end].isspace() and self.text[token.start - 1] in " ([{\n"

    def _expression(self, index, token):
        tokens, start, end = self.tokens, token.start, token.end
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.kind == "operator":
            if before and before.text == "func":
                return
            if self._spaced(token) and "string" in (before.kind, after.kind):
                return
            if self._spaced(token) and token.text in BINARY:
                self._add("binary", start, end, BINARY[token.text], [(start, end, "{op}")])
            elif self._spaced(token) and token.text == "?":
                self._add("ternary", start, end, ["the other branch"], [(start, start, "┳ {n} ")], "? :")
            elif token.text in ("!", "-") and self._is_prefix(token):
                # A negative literal is one constant.
                if after and after.kind == "number" and token.text == "-":
                    return
                self._add("prefix", start, end, ["nothing"], [(start, end, "{op}")])
        elif token.kind == "number" and "." not in token.text:
            if before and before.text == "." and before.end == start:
                return
            value = int(token.text.replace("_", ""), 0)
            others = [value + 1] + ([value - 1] if value > 0 else [])
            if before and before.text == "-" and before.end == start and self._is_prefix(before):
                start, others = before.start, [-value + 1, -value - 1]
            words = ", ".join([self.text[start:end]] + [str(other) for other in others])
            edit = (start, end, f"mutated({{n}}, {words})")
            self._add("constant", start, end, [str(other) for other in others], [edit])
        elif token.kind == "word" and token.text in ("true", "false"):
            other = "false" if token.text == "true" else "true"
            self._add("constant", start, end, [other], [(start, end, f"flipped({{n}}, {token.text})")])
        elif token.text in ("min", "max") and after and after.text == "(" and after.start == end:
            if before and before.text in (".", "func"):
                return
            name, other = ("leastOf", "max") if token.text == "min" else ("mostOf", "min")
            self._add("constant", start, end, [other], [(start, after.end, f"{name}({{n}}, ")])

    def _closing(self, index):
        """The index of the bracket that ends the one at `index`."""
        depth = 0
        for at in range(index, len(self.tokens)):
            kind = self.tokens[at].kind
            depth += kind in "([{"
            depth -= kind in ")]}"
            if depth == 0:
                return at
        raise ValueError("brackets do not match")

    def _is_filter(self, index):
        """A `where` of a loop or of a case, not of a generic declaration."""
        depth = 0
        for at in range(index - 1, -1, -1):
            token = self.tokens[at]
            depth += token.kind in (")", "]", "}")
            depth -= token.kind in ("(", "[", "{")
            if depth < 0:
                return False
            if depth == 0 and token.kind == "word":
                if token.text in ("for", "case"):
                    return True
                if token.text in ("func", "extension", "struct", "enum", "init", "if", "guard", "while"):
                    return False
        return False

    def _conditions(self, index):
        """Each condition of the list that begins after `index`."""
        tokens, word = self.tokens, self.tokens[index].text
        at, begin = index + 1, index + 1
        while at < len(tokens):
            token = tokens[at]
            ends = token.kind in ("{", ",", ":") or (token.kind == "word" and token.text == "else")
            if ends:
                self._condition(tokens[begin:at], word)
                if token.kind != ",":
                    return
                begin = at + 1
            elif token.kind in ("(", "["):
                at = self._closing(at)
            elif token.kind in (")", "]", "}"):
                return
            at += 1

    def _condition(self, part, word):
        if not part or part[0].text in ("case", "#available"):
            return
        start, end = part[0].start, part[-1].end
        if part[0].text in ("let", "var"):
            for place, token in enumerate(part):
                if token.text == "=" and place + 1 < len(part):
                    first = part[place + 1].start
                    self._add("branch", first, end, ["nil"], [(first, first, "absent({n}, "), (end, end, ")")])
                    return
            return
        # A loop that never ends says no more than one that never begins.
        if word == "while":
            self._add("branch", start, end, ["false"], [(end, end, " ┻ {n}")])
        else:
            self._add("branch", start, end, ["true", "false"], [(end, end, " ┻┻ {n}")])

    def _begins_statement(self, index):
        token = self.tokens[index]
        if token.kind != "word" or token.text[0] in "@#" or (token.text in KEYWORDS):
            return False
        if index == 0:
            return False
        before = self.tokens[index - 1]
        if before.text == "in":
            return self._ends_closure_head(index - 1)
        if before.text == "{" or before.kind == "}" and token.first:
            return True
        if before.text == ":":
            return self._ends_case(index - 1)
        continues = before.kind in (",", "(", "[", ".") or (before.kind == "operator" and before.text not in "?!")
        return token.first and not continues

    def _ends_closure_head(self, index):
        for at in range(index - 1, -1, -1):
            if self.tokens[at].text == "for":
                return False
            if self.tokens[at].kind in ("{", "}"):
                return True
        return False

    def _ends_case(self, index):
        depth = 0
        for at in range(index - 1, -1, -1):
            token = self.tokens[at]
            depth += token.kind in (")", "]", "}")
            depth -= token.kind in ("(", "[", "{")
            if depth < 0:
                return False
            if depth == 0 and token.kind == "word" and token.text in ("case", "default"):
                return True
            if token.kind == "operator" and token.text == "?" or token.text in ("var", "let", "func", "}", "{"):
                return False
        return False

    def _statement(self, index):
        """A call or an assignment that stands alone."""
        tokens, at = self.tokens, index
        is_assignment = has_operator = False
        last, branches = index, 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind == ":" and branches:
                branches -= 1
            elif token.kind in (")", "]", "}", ";", ",", ":"):
                break
            branches += token.text == "?" and self._spaced(token)
            if token.first and at > index and token.kind != ":":
                before = tokens[at - 1]
                is_open = before.kind == "operator" and self._spaced(before) or before.text == ":"
                if not (is_open or token.kind == "." or token.kind == "operator" and self._spaced(token)):
                    break
            if token.kind == "operator" and token.text in ("=", "+=", "-="):
                is_assignment = True
            elif token.kind == "operator" and self._spaced(token):
                has_operator = True
            if token.kind == "word" and token.text in KEYWORDS - {"some", "any", "in", "init", "switch", "if", "else"}:
                break
            last = self._closing(at) if token.kind in ("(", "[", "{") else at
            at = last + 1
        is_call = tokens[last].kind in (")", "}") and not has_operator
        if last == index or not (is_assignment or is_call):
            return
        if not is_assignment and not any(token.kind == "(" for token in tokens[index : last + 1]):
            return
        # Room that is reserved changes nothing but speed.
        if self._is_needed(index, last, is_assignment) or tokens[index + 2].text == "reserveCapacity":
            return
        start, end = tokens[index].start, tokens[last].end
        self._add(
            "statement", start, end, ["nothing"], [(start, start, "if kept({n}) { "), (end, end, " }")],
            " ".join(self.text[start:end].split()))


    def _is_needed(self, index, last, is_assignment):
        """Without it the source would not compile: a value that is returned, a member that an `init` sets."""
        brace = self._opening(index)
        if brace is None:
            return True
        owner = self._owner(brace)
        word = self.tokens[owner].text if owner is not None else ""
        if is_assignment and self._is_in_init(brace) or word == "init" and self.tokens[index].text == "self":
            return True
        before, after = self.tokens[index - 1], self.tokens[last + 1]
        is_sole = before.text in ("{", ":", "in") and after.text in ("}", "case", "default")
        return not is_assignment and is_sole and self._is_value(brace)

    def _is_in_init(self, brace):
        while brace is not None:
            owner = self._owner(brace)
            if owner is not None and self.tokens[owner].text in ("init", "func"):
                return self.tokens[owner].text == "init"
            brace = self._opening(brace)
        return False

    def _opening(self, index):
        """The index of the brace that `index` is in."""
        depth = 0
        for at in range(index - 1, -1, -1):
            kind = self.tokens[at].kind
            depth += kind in ")]}"
            depth -= kind in "([{"
            if depth < 0:
                return at if kind == "{" else None
        return None

    def _owner(self, brace):
        """The index of the word that the braces at `brace` belong to; None for a closure."""
        depth = 0
        for at in range(brace - 1, -1, -1):
            token = self.tokens[at]
            if depth == 0 and token.kind in ("{", "}", ";"):
                return None
            depth += token.kind in ")]}"
            depth -= token.kind in "([{"
            if depth < 0:
                return None
            if depth == 0 and token.kind == "word":
                if token.text in ("if", "for", "while", "else", "func", "init", "switch", "do", "defer", "repeat"):
                    return at
                if token.text in ("let", "var", "return", "case", "default", "try"):
                    return None
        return None

    def _is_value(self, brace):
        """The braces have a value: a closure, a function with a result, a `switch` in one of these."""
        owner = self._owner(brace)
        if owner is None:
            return True
        word = self.tokens[owner].text
        if word == "func":
            return any(token.text == "->" for token in self.tokens[owner:brace])
        if word == "switch":
            before = self.tokens[owner - 1]
            return before.text in ("=", "return") or before.text == "{" and self._is_value(owner - 1)
        return False


BOX = [chr(code) for code in range(0x2500, 0x2533)] + [chr(code) for code in range(0x2534, 0x253B)]


def operator_name(number):
    """An operator of its own for every place: two box-drawing characters, or more."""
    digits = BOX[number % len(BOX)]
    number //= len(BOX)
    while number or len(digits) < 2:
        digits += BOX[number % len(BOX)]
        number //= len(BOX)
    return digits


def rewrite(text, places):
    """The source with all `places` in it, and for every place the offsets where it stands in the new text."""
    edits = []
    for order, place in enumerate(places):
        width = place.end - place.start
        for start, end, words in place.edits:
            words = words.replace("{n}", str(place.number)).replace("{op}", operator_name(place.number))
            # At one spot the wider opens first and closes last.
            if start == end and start == place.end:
                key = (start, 0, width, order)
            elif start == end:
                key = (start, 1, -width, order)
            else:
                key = (start, 2, 0, order)
            edits.append((key, start, end, words, place))
    edits.sort(key=lambda edit: edit[0])
    out, at, size, spans = [], 0, 0, {}
    for _, start, end, words, place in edits:
        kept = text[at:start]
        out += [kept, words]
        size += len(kept)
        spans.setdefault(id(place), []).append((size, size + len(words)))
        size += len(words)
        at = max(at, end)
    out.append(text[at:])
    return "".join(out), [spans[id(place)] for place in places]
