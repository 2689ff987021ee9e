"""Matches of many rules become findings that do not contradict each other."""

from __future__ import annotations

from dataclasses import replace

from support import document, match, rule_that_says, rules

from lint import engine
from lint.finding import Finding, Match, Safety
from lint.rule import PROTECT, Rule
from lint.text import Span

TEXT = "one two three four five\n"


def check(*given: Rule) -> tuple[Finding, ...]:
    return engine.check(document(TEXT), given).findings


def named(*given: Rule) -> list[tuple[str, Span]]:
    return [(finding.rule, finding.span) for finding in check(*given)]


def protecting(*matches: Match, gives_up: bool = False) -> Rule:
    return replace(rule_that_says("keep", *matches, gives_up=gives_up), kind=PROTECT, fix=None)


def test_findings_come_in_the_order_of_the_text_then_of_their_rules_names() -> None:
    last, first = rule_that_says("a", match(8, 13), match(4, 7)), rule_that_says("b", match(4, 7), match(0, 3))
    assert named(last, first) == [("b", (0, 3)), ("a", (4, 7)), ("b", (4, 7)), ("a", (8, 13))]


def test_a_message_names_what_the_match_says_and_leaves_other_braces() -> None:
    rule = replace(rule_that_says("a", replace(match(0, 3), values={"text": "{line}"})), message="{text}, {line}, {}")
    assert [finding.message for finding in check(rule)] == ["{line}, {line}, {}"]


def test_a_fix_is_summed_up_by_the_rule_or_else_by_its_action() -> None:
    (advert,) = rules("small/advert.yaml")
    assert advert.fix
    rule = replace(advert, checker=rule_that_says("a", match(0, 3, (0, 4, ""))).checker)
    other = replace(rule, id="other", fix=replace(advert.fix, summary="Take it out"))
    assert [f.fix and f.fix.summary for f in check(rule)] == ["Delete the paragraph"]
    assert [f.fix and f.fix.summary for f in check(other)] == ["Take it out"]


def test_a_match_without_edits_has_no_fix() -> None:
    assert [finding.fix for finding in check(rule_that_says("a", match(0, 3)))] == [None]


def test_what_stands_inside_a_deleted_block_is_moot() -> None:
    deletes = rule_that_says("deletes", match(4, 13, (3, 13, "")))
    inside = rule_that_says("inside", match(4, 7, (4, 7, "2")), match(8, 13))
    across = rule_that_says("across", match(0, 7), match(8, 18))
    assert named(deletes, inside, across) == [("across", (0, 7)), ("deletes", (4, 13)), ("across", (8, 18))]


def test_a_block_is_deleted_once_however_many_rules_want_it() -> None:
    assert named(*(rule_that_says(name, match(4, 7, (3, 7, ""))) for name in "ba")) == [("a", (4, 7))]


def test_a_mere_suggestion_to_delete_makes_nothing_moot() -> None:
    suggests = rule_that_says("suggests", match(4, 13, (4, 13, "")), safety=Safety.MANUAL)
    assert named(suggests, rule_that_says("inside", match(4, 7))) == [("inside", (4, 7)), ("suggests", (4, 13))]


def test_a_fix_that_would_touch_protected_text_is_a_mere_suggestion() -> None:
    mends = rule_that_says("mends", match(4, 7, (4, 7, "2")), match(8, 13, (8, 13, "3")))
    assert [f.fix and f.fix.safety for f in check(mends, protecting(match(7, 9)))] == [Safety.SAFE, Safety.MANUAL]


def test_nothing_is_inserted_into_protected_text_but_beside_it() -> None:
    mends = rule_that_says("mends", *(match(at, at + 1, (at, at, "+")) for at in (4, 5, 7)))
    safeties = [f.fix and f.fix.safety for f in check(mends, protecting(match(4, 7)))]
    assert safeties == [Safety.SAFE, Safety.MANUAL, Safety.SAFE]


def test_a_deletion_that_protected_text_forbids_makes_nothing_moot() -> None:
    deletes, inside = rule_that_says("deletes", match(4, 13, (4, 13, ""))), rule_that_says("inside", match(4, 7))
    assert [name for name, _ in named(deletes, inside, protecting(match(8, 13)))] == ["inside", "deletes"]


def test_a_fix_that_would_destroy_the_evidence_of_another_finding_is_not_reported() -> None:
    shows = rule_that_says("shows", match(7, 8, evidence=True))
    tidies = rule_that_says("tidies", match(6, 8, (6, 8, " ")), match(13, 14, (13, 14, "")), match(7, 9))
    assert named(shows, tidies) == [("shows", (7, 8)), ("tidies", (7, 9)), ("tidies", (13, 14))]


def test_evidence_does_not_keep_a_block_that_is_deleted_as_a_whole() -> None:
    shows, deletes = rule_that_says("shows", match(7, 8, evidence=True)), rule_that_says("d", match(4, 13, (3, 13, "")))
    assert named(shows, deletes) == [("d", (4, 13))]


def test_a_rule_that_gives_up_is_named_and_the_others_hold() -> None:
    result = engine.check(document(TEXT), [rule_that_says("slow", gives_up=True), rule_that_says("a", match(0, 3))])
    assert result.gave_up == ("slow",)
    assert [finding.rule for finding in result.findings] == ["a"]


def test_where_a_rule_that_protects_gives_up_nothing_may_be_fixed() -> None:
    end = len(TEXT)
    mends = rule_that_says(
        "mends", match(0, 3, (0, 0, "+")), match(8, 13, (8, 13, "3")), match(19, end, (end, end, ""))
    )
    assert [f.fix and f.fix.safety for f in check(mends, protecting(gives_up=True))] == [Safety.MANUAL] * 3


def fingerprints(text: str) -> list[str]:
    return [finding.fingerprint for finding in engine.check(document(text), rules("prints")).findings]


def test_a_fingerprint_survives_edits_elsewhere_and_new_white_space() -> None:
    before = fingerprints("The sea gull flew.\n")
    after = fingerprints("It was late.\n\n\u00e9A sea\u00a0 gull came.\n")
    assert before == after
    assert len(set(before)) == 1


def test_fingerprints_tell_equal_texts_apart_whatever_their_white_space() -> None:
    prints = fingerprints("A sea gull, a sea gull and a sea  gull. A Sea gull?")
    assert len(set(prints)) == len(prints) == 4


def test_fingerprints_tell_rules_apart() -> None:
    one, other = check(rule_that_says("a", match(0, 3)), rule_that_says("b", match(0, 3)))
    assert one.fingerprint != other.fingerprint


def test_a_fingerprint_is_an_interface_and_stays_as_it_is() -> None:
    assert fingerprints("A sea gull.") == ["e9a05459d17ed9b0"]
