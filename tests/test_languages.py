"""A block's language is told by its function words, and rules of one language are silent in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint import engine
from lint.document import Block, Document
from lint.examples import read
from lint.languages import OTHER, languages_of
from lint.lists import shipped
from lint.loader import load_rules

LANGUAGES = languages_of(shipped)
TEXTS = {
    "en": "The harbour was closed on Monday because of the storm, and the boats stayed where they were.",
    "de": "Der Hafen war am Montag wegen des Sturms geschlossen, und die Boote blieben, wo sie waren.",
    "fr": "Le port a été fermé lundi à cause de la tempête, et les bateaux sont restés dans le bassin.",
    "es": "El puerto se cerró el lunes por la tormenta y los barcos no salieron de la dársena hasta el martes.",
    "it": "Il porto è stato chiuso lunedì per la tempesta e le barche sono rimaste nella darsena con gli altri.",
    "pt": "O porto foi fechado na segunda-feira por causa da tempestade, e os barcos não saíram da doca.",
    "nl": "De haven was maandag dicht vanwege de storm, en de boten bleven waar ze waren in het dok.",
    "sv": "Hamnen var stängd på måndagen efter stormen, och båtarna låg kvar där de var för att vänta.",
    "pl": "Port był zamknięty w poniedziałek i nie wiadomo, czy statki, które są w basenie, wypłyną dla nas.",
    "ru": "Порт был закрыт в понедельник, и корабли не вышли в море, потому что это было опасно для них.",
    OTHER: "港は月曜日に嵐のため閉鎖され、船はドックにとどまりました。港湾局は火曜日に再開すると発表しました。"
    "乗客は無料で払い戻しを受けられます。",
}


def spoken(text: str, offset: int = 0) -> str | None:
    return LANGUAGES.spoken_at(read(text), offset)


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_tells_its_language(code: str) -> None:
    assert spoken(TEXTS[code]) == code


def test_a_quotation_in_another_language_is_told_from_the_text_around_it() -> None:
    text = f"{TEXTS['en']}\n\n{TEXTS['fr']}\n\n{TEXTS['en']}"
    assert spoken(text, text.index("Le port")) == "fr"
    assert spoken(text, len(text) - 5) == "en"


def test_a_line_too_short_to_tell_takes_the_language_of_its_document() -> None:
    text = f"Sturm und Hafen\n\n{TEXTS['de']}\n\n{TEXTS['de']}"
    assert spoken(text, 3) == "de"
    assert spoken("Harbour Storm") is None


def test_names_and_figures_are_in_no_language() -> None:
    assert spoken("Oct. 7 - W, KO7 vs. Daniel Valladares, Aug. 20 - W, KO4 vs. Mathieu Bauderlique") is None


def rule_for(folder: Path, languages: str) -> list[str]:
    """What a rule that forbids `die` finds in an English and a German sentence."""
    (folder / "die.yaml").write_text(
        "id: die\nkind: pattern\ncategory: placeholder\nmessage: No.\nwhy: No.\n"
        f"languages: {languages}\noptions: {{pattern: '\\bdie\\b'}}\n"
        "examples: [{bad: die}, {bad: die}, {ok: dye}, {ok: dye}]\n",
        encoding="utf-8",
    )
    loaded = load_rules([folder], shipped=False)
    assert loaded.problems == ()
    document: Document = read(f"The roses that were in the garden die when it is cold.\n\n{TEXTS['de']}")
    return [document.text[f.span.start : f.span.end + 5] for f in engine.check(document, loaded.rules).findings]


def test_a_rule_speaks_only_in_its_languages(tmp_path: Path) -> None:
    assert rule_for(tmp_path, "[en]") == ["die when"]
    assert rule_for(tmp_path, "[de]") == ["die Boot"]
    assert len(rule_for(tmp_path, "[de, en]")) == 2
    assert len(rule_for(tmp_path, "[]")) == 2


def test_a_long_paragraph_with_thousands_of_findings_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def look(_: object, block: Block) -> str:
        looked.append(block.index)
        return "en"

    monkeypatch.setattr(type(LANGUAGES), "of_block", look)
    document = read(TEXTS["en"] * 50 + "\n\n" + TEXTS["en"])
    for offset in range(0, len(document.text), 7):
        LANGUAGES.spoken_at(document, offset)
    assert sorted(looked) == [0, 1]
