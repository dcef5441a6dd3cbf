"""The Swift that goes with the rewritten sources: which mutant is on, and an operator for every place of one."""

from places import PRECEDENCE, operator_name

HEAD = """\
import Glibc
package import Market

/// The mutant that is on, by the environment; none: -1.
package let activeMutant: Int32 = getenv("QMTD_MUTANT").flatMap { Int32(String(cString: $0)) } ?? -1

precedencegroup MutantPrecedence {
    lowerThan: LogicalDisjunctionPrecedence
    higherThan: TernaryPrecedence
}
infix operator ┳ : MutantPrecedence
infix operator ┻ : MutantPrecedence
infix operator ┻┻ : MutantPrecedence
@inline(__always) package func ┳ (value: Bool, mutant: Int32) -> Bool { activeMutant == mutant ? !value : value }
@inline(__always) package func ┻ (value: Bool, mutant: Int32) -> Bool { activeMutant == mutant ? false : value }
@inline(__always) package func ┻┻ (value: Bool, mutant: Int32) -> Bool {
    activeMutant == mutant ? true : activeMutant == mutant + 1 ? false : value
}
@inline(__always) package func kept(_ mutant: Int32) -> Bool { activeMutant != mutant }
@inline(__always) package func flipped(_ mutant: Int32, _ value: Bool) -> Bool { value ┳ mutant }
@inline(__always) package func absent<T>(_ mutant: Int32, _ value: T?) -> T? { activeMutant == mutant ? nil : value }
@inline(__always) package func mutated<T>(_ mutant: Int32, _ value: T, _ more: T) -> T
where T: ExpressibleByIntegerLiteral { activeMutant == mutant ? more : value }
@inline(__always) package func mutated<T>(_ mutant: Int32, _ value: T, _ more: T, _ less: T) -> T
where T: ExpressibleByIntegerLiteral { activeMutant == mutant ? more : activeMutant == mutant + 1 ? less : value }
@inline(__always) package func mostOf<T: Comparable>(_ mutant: Int32, _ values: T...) -> T {
    values.reduce(values[0]) { activeMutant == mutant ? Swift.min($0, $1) : Swift.max($0, $1) }
}
@inline(__always) package func leastOf<T: Comparable>(_ mutant: Int32, _ values: T...) -> T {
    values.reduce(values[0]) { activeMutant == mutant ? Swift.max($0, $1) : Swift.min($0, $1) }
}
"""
INLINE = "@inline(__always) package "


def _choice(number, forms, original):
    """An expression that takes one of `forms` where its mutant is on."""
    words = "".join(f"activeMutant == {number + place} ? {form} : " for place, form in enumerate(forms))
    return "{ " + words + original + " }"


def _values(name, number, operator, other):
    """Of the types of the market, whose results are not of one protocol."""
    made = []
    for kind, field, label in [("Money", "li", "li: "), ("Price", "li", "li: "), ("Shares", "count", ""),
                               ("Weight", "trillionths", "trillionths: ")]:
        forms = [f"{kind}({label}a.{field} {sign} b.{field})" for sign in (operator, other)]
        made.append(f"{INLINE}func {name} (a: {kind}, b: {kind}) -> {kind} {_choice(number, forms[1:], forms[0])}")
    return made


def operator_of(place):
    """Declaration of the operator of one place, with an overload for every kind of operands that it may have."""
    name, number, text, changes = operator_name(place.number), place.number, place.original, place.changes
    if place.kind == "prefix":
        head = [f"prefix operator {name}"]
        if text == "!":
            return head + [f"{INLINE}prefix func {name} (a: Bool) -> Bool {_choice(number, ['a'], '!a')}"]
        kinds = ["Money", "Shares"]
        return head + [f"{INLINE}prefix func {name} <T: SignedNumeric>(a: T) -> T {_choice(number, ['a'], '-a')}"] + [
            f"{INLINE}prefix func {name} (a: {kind}) -> {kind} {_choice(number, ['a'], '-a')}" for kind in kinds]
    head = [f"infix operator {name}: {PRECEDENCE[text]}"]
    body = _choice(number, [f"a {change} b" for change in changes], f"a {text} b")
    if text in ("==", "!="):
        return head + [
            f"{INLINE}func {name} <T: Equatable>(a: T, b: T) -> Bool {body}",
            f"{INLINE}func {name} <T>(a: T?, b: _OptionalNilComparisonType) -> Bool {body}"]
    if text in ("<", "<=", ">", ">="):
        return head + [f"{INLINE}func {name} <T: Comparable>(a: T, b: T) -> Bool {body}"]
    if text in ("&&", "||"):
        forms = [f"try a {sign} b()" for sign in changes + [text]]
        return head + [
            f"{INLINE}func {name} (a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool "
            + _choice(number, forms[:-1], forms[-1])]
    if text == "??":
        made = []
        for result in ("T?", "T"):
            body = _choice(number, ["try b()"], "try a ?? b()")
            operands = f"(a: T?, b: @autoclosure () throws -> {result})"
            made.append(f"{INLINE}func {name} <T>{operands} rethrows -> {result} {body}")
        return head + made
    if text in ("+=", "-="):
        forms = [f"a {changes[0]} b", f"a {text} b"]
        body = f"{{ if activeMutant == {number} {{ {forms[0]} }} else {{ {forms[1]} }} }}"
        return head + [
            f"{INLINE}func {name} <T: AdditiveArithmetic>(a: inout T, b: T) {body}",
            f"{INLINE}func {name} (a: inout Money, b: Money) {body}",
            f"{INLINE}func {name} (a: inout Shares, b: Shares) {body}"]
    if text in ("+", "-"):
        return head + [f"{INLINE}func {name} <T: AdditiveArithmetic>(a: T, b: T) -> T {body}"] + _values(
            name, number, text, changes[0])
    made = [f"{INLINE}func {name} <T: FixedWidthInteger>(a: T, b: T) -> T {body}"]
    if text == "*":
        body = _choice(number, ["Money(li: a.li / b.count)"], "a * b")
        made.append(f"{INLINE}func {name} (a: Price, b: Shares) -> Money {body}")
    return head + made


def support(places):
    lines = [HEAD]
    for place in places:
        if place.kind in ("binary", "prefix"):
            lines += operator_of(place)
    return "\n".join(lines) + "\n"
