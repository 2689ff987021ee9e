"""Bytes become text and text becomes the same bytes again, or the file is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.text import TEXT, UTF8, NotText, Source, Span, SpanSet

ENGLISH = "The café’s owner said “no” – twice.\r\n"
RUSSIAN = "Совет собрался в понедельник и отложил решение.\n"
JAPANESE = "市議会は月曜日に開かれ、橋の建設を延期した。\n"

READABLE = {
    "ASCII": (b"The council met.\n", "utf-8", "The council met.\n"),
    "nothing": (b"", "utf-8", ""),
    "UTF-8": (ENGLISH.encode(), "utf-8", ENGLISH),
    "UTF-8 that is not English": (RUSSIAN.encode(), "utf-8", RUSSIAN),
    "UTF-8 with a mark": (b"\xef\xbb\xbfcaf\xc3\xa9", "utf-8", "\ufeffcafé"),
    "UTF-16, little end first": (b"\xff\xfec\x00a\x00", "utf-16-le", "\ufeffca"),
    "UTF-16, big end first": (b"\xfe\xff\x00c\x00a", "utf-16-be", "\ufeffca"),
    "UTF-16 with half a pair": (b"\xff\xfe\x00\xd8", "utf-16-le", "\ufeff\ud800"),
    "UTF-32, little end first": (b"\xff\xfe\x00\x00c\x00\x00\x00", "utf-32-le", "\ufeffc"),
    "UTF-32, big end first": (b"\x00\x00\xfe\xff\x00\x00\x00c", "utf-32-be", "\ufeffc"),
    "Windows-1252": (ENGLISH.encode("cp1252"), "cp1252", ENGLISH),
    "Windows-1252 in which two letters look like UTF-8": (
        b"\xc3\xa9 " + b"caf\xe9 " * 12,
        "cp1252",
        "Ã© " + "café " * 12,
    ),
    "UTF-8 with many stray bytes": (
        "é é ".encode() + b"don\x92t " * 12,
        "utf-8",
        "é é " + "don\udc92t " * 12,
    ),
    "NULs": (b"one\0two three four", "utf-8", "one\0two three four"),
    "a stray byte in UTF-8": ("café, cafés and caf".encode() + b"\xe9", "utf-8", "café, cafés and caf\udce9"),
    "a byte that Windows-1252 leaves out": (
        b"It\x81s late and it\x92s cold",
        "utf-8",
        "It\udc81s late and it\udc92s cold",
    ),
}
REFUSED = {
    "UTF-16 of odd length": (b"\xff\xfec\x00a", "UTF-16 that is cut off or broken; convert it to UTF-8 first"),
    "UTF-16 without a mark": (
        ENGLISH.encode("utf-16-le"),
        "UTF-16 without a byte order mark; convert it to UTF-8 first",
    ),
    "Windows-1251": (RUSSIAN.encode("cp1251"), "neither UTF-8, UTF-16 nor Windows-1252; convert it to UTF-8 first"),
    "Shift JIS": (JAPANESE.encode("shift_jis"), "neither UTF-8, UTF-16 nor Windows-1252; convert it to UTF-8 first"),
    "zeros": (bytes(40), "a binary file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa", "a binary file"),
}
BYTES = st.binary() | st.lists(
    st.sampled_from(
        [
            b"\xff\xfe",
            b"\xfe\xff",
            b"\0\0",
            b"\xef\xbb\xbf",
            b"\0",
            b"a ",
            b"\r\n",
            b"\xc3\xa9",
            b"\xc3",
            b"\x92",
            b"\x81",
        ]
    )
).map(b"".join)


@pytest.mark.parametrize("name", READABLE)
def test_a_text_is_read_and_given_back_byte_for_byte(name: str) -> None:
    data, codec, text = READABLE[name]
    source = Source.decode("story.txt", data)
    assert (source.encoding.codec, source.text) == (codec, text)
    assert source.encode() == data


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_byte_for_byte_is_refused_with_a_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(NotText) as refusal:
        Source.decode("story.txt", data)
    assert str(refusal.value) == reason


@given(BYTES)
def test_any_bytes_are_refused_or_given_back(data: bytes) -> None:
    try:
        source = Source.decode("story.txt", data)
    except NotText:
        return
    assert source.encode() == data


@given(BYTES)
def test_any_bytes_can_be_read_as_utf8_and_given_back(data: bytes) -> None:
    assert Source.decode("story.txt", data, UTF8).encode() == data


def test_another_text_is_encoded_as_the_source_is() -> None:
    source = Source.decode("story.txt", ENGLISH.encode("cp1252"))
    assert source.encode("“yes”") == b"\x93yes\x94"
    with pytest.raises(UnicodeEncodeError):
        source.encode("日本")


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((0, 3), (2, 5), True),
        ((0, 3), (3, 5), False),
        ((0, 9), (2, 5), True),
        ((2, 2), (0, 5), True),  # an insertion inside
        ((0, 0), (0, 5), False),  # at the edges it touches nothing
        ((5, 5), (0, 5), False),
        ((2, 2), (2, 2), False),
    ],
)
def test_spans_overlap_where_they_share_a_code_point(
    one: tuple[int, int], other: tuple[int, int], overlap: bool
) -> None:
    assert Span(*one).overlaps(Span(*other)) is overlap
    assert Span(*other).overlaps(Span(*one)) is overlap


def test_a_span_contains_what_lies_inside_its_ends_included() -> None:
    inside = [(start, end) for start in range(7) for end in range(start, 7) if Span(2, 4).contains(Span(start, end))]
    assert inside == [(2, 2), (2, 3), (2, 4), (3, 3), (3, 4), (4, 4)]


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(SPANS), SPANS)
def test_a_set_of_spans_is_touched_where_one_of_them_overlaps(spans: list[Span], span: Span) -> None:
    assert SpanSet(spans).touched_by(span) is any(span.overlaps(other) for other in spans)


@pytest.mark.parametrize(
    "text", ["plain", "half \ud800", "two halves \ud83d\ude00", "as a stray byte \udc80", "NUL \0\0\0"]
)
def test_a_text_out_of_a_file_may_hold_anything(text: str) -> None:
    source = Source("corpus.jsonl", "before", TEXT).with_text(text)
    assert source
    assert (source.text, source.encoding) == (text, TEXT)


def test_a_file_whose_stray_bytes_would_meet_is_another_text() -> None:
    source = Source.decode("a.txt", b"a \xc3-\xa9 b " + "“quoted” and “again”".encode())
    assert source.with_text(source.text.replace("-", "")) is None
    assert source.with_text("a b") == Source("a.txt", "a b")
