"""Credits for pictures: who took one, and who sent it out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from typing import TYPE_CHECKING

from lint.expressions import compiled, lazy
from lint.lists import Lists
from lint.sieve.plan import Look
from lint.text import Span

if TYPE_CHECKING:
    import regex

_TAIL = 300
"""How many characters at the end of a block a credit may take."""
_FEWEST_CAPTION_WORDS = 4
_FEWEST_WORDS_BEFORE_BRACKET = 2

_PARTS = {
    "word": r"(?:(?:al|el|ad|de|d|l)[-'’])?\p{Lu}[\p{L}\p{M}\p{N}'’.-]*+",
    "name": r"(?&word)(?:[ ](?:(?:de|da|di|do|dos|del|der|den|van|von|la|le|el|al|bin|ibn|of|the|and|for|&)[ ]){0,2}"
    r"(?&word)){0,5}",
    "library": r"\L<picture_libraries>(?![\p{L}\p{N}])",
    "known": r"(?:\L<picture_libraries>|\L<agencies>)(?![\p{L}\p{N}])",
    "source": r"(?:(?&known)|(?:(?:(?&word)|of|the|for)[ ]){0,5}\L<outlet_words>(?![\p{L}\p{N}]))",
    "joint": r"(?:[ ]?[/|,][ ]?|,?[ ]via[ ]|[ ]?[–—-][ ]?)",
    "extra": r"(?:[ ,/|-]{1,3}(?:[Ff]ile(?:[ -]?[Pp]hoto)?|FILE(?:[ ]PHOTO)?|[Pp]ool(?:[ ][Pp]hoto)?|POOL"
    r"|[Hh]andout|HANDOUT|[Cc]ontributor|[Ss]tringer|RF|MCT|(?:19|20)\d\d)(?![\p{L}\p{N}])){0,3}",
    "chain": r"(?:(?&joint)(?:(?&source)|(?&name))){0,3}(?&extra)",
    "by_agency": r"(?!H/T\b)(?&name)(?:[ ]?[/|][ ]?(?&name))?[ ]?/[ ]?(?&known)(?&chain)",
    "platform": r"\L<picture_platforms>(?![\p{L}\p{N}])",
    "licence": r"(?:CC(?:0|[ -]?BY(?:-(?:SA|NC|ND)){0,2})(?:[ ]\d\.\d)?|[Pp]ublic[ ][Dd]omain)(?![\p{L}\p{N}])",
    "licensed": r"(?&name)(?:[ ]?[/,|][ ]?(?&name)){0,3}[ ]?[/,|(][ ]?(?&licence)\)?",
    "permitted": r"[Uu]sed[ ](?:with|by)[ ][Pp]ermission(?:[ ]?[/:][ ]?|[ ](?:of|from)[ ])(?&name)",
    "capital_word": r"\p{Lu}[\p{Lu}\p{N}'’.&-]*+",
    "capital_name": r"(?&capital_word)(?:[ ](?&capital_word)){1,3}",
    "capitals": r"(?&capital_name)[ ]?[/|][ ]?(?:(?:(?&capital_word)[ ]){0,4}(?i:\L<outlet_words>)"
    r"|(?i:\L<agencies>|\L<picture_libraries>)|THE(?:[ ](?&capital_word)){1,3})(?![\p{L}\p{N}])",
    "signed": r"(?:(?&licensed)|(?&permitted)|(?&capitals)"
    r"|(?!H/T\b)(?&name)(?:[ ]?[/|][ ]?(?&name))?[ ]?/[ ]?(?&source)(?&chain)"
    r"|(?&known)[ ]?/[ ]?(?&name)(?&chain)"
    r"|(?&name)[ ]\|[ ](?&known)(?&chain)|(?&word)[ ](?&name)[–—](?&library)(?&chain)"
    r"|(?&name)(?:,[ ](?&name))?(?:,[ ]?(?:File|Pool|Handout))?[ ]via[ ](?&known)(?&chain))",
    "label": r"(?:(?&known)[ ])?(?i:\L<credit_labels>(?![\p{L}\p{N}]))",
    "desk": r"(?:\L<picture_desks>|(?&known)|[KW][A-Z]{2,3}(?:-TV)?)(?![\p{L}\p{N}])",
    "desks": r"(?&desk)(?:(?:,[ ]|[ ]?/[ ]?)(?&desk)){0,2}",
    "piece": r"(?!(?&label):)(?:(?&word)|(?&known)"
    r"|(?:via|by|for|from|of|the|and|de|la|van|von|in|at|courtesy|file|handout|supplied|provided|cropped|resized|modified|edited"
    r"|stock|screengrab|screenshot|screen|grab|photos?|images?|video|public|domain|taken|used|under|with|permission"
    r"|user|on)\b|\d\.\d\b|[@#]?[\w.-]+\.(?:com|org|net|gov|edu|tv|co\.uk)\b|@\w+|[©&|/–—-]|\d{4}\b)",
    "names": r"(?&piece)(?:[ ,;/|()-]{1,3}(?&piece)){0,13}+(?:[,;]?[ ]Acknowledge?ments?:[ ](?&name))?[).,;]*",
    "labelled": r"(?:(?&label)[ ]?(?::|\.\.\.|…|[ ]by\b:?|[ ]via\b:?|[ ]courtesy(?:[ ]of)?\b:?)\s*(?:©[ ]?)?(?&names)"
    r"(?:[ ](?&label):[ ](?&names))?"
    r"|(?:Photos|Pictures|Images|Photographs|Illustrations)[ ]by[ ](?&names)"
    r"|(?:\p{Lu}\p{Ll}{2,15})?(?:Image|Photo|Picture)[ ]copyright:?[ ]?(?:©[ ]?)?(?&names)"
    r"|(?:Image|Photo|Picture|Video)[ ](?:source|copyright),[ ](?&names)"
    r"|[Cc]opyright:?[ ](?:©[ ]?)?(?&known)(?&chain)"
    r"|(?i:\L<credit_makers>)[ ]by[ ](?&names)|(?i:\L<credit_makers>):[ ](?:(?&signed)|(?&source))"
    r"|(?:\L<photo_origins>)(?:[ ]by|[ ]courtesy(?:[ ]of)?|:|/)[ ]?(?&names)"
    r"|(?i:(?:featured?|header|main|cover|lead|hero|banner)[ ]image)(?:[ ]credit)?"
    r"(?::|[ ](?:via|by|from|courtesy[ ]of))[ ][^\n.!?]{2,80}"
    r"|©[ ]?(?:(?&name)(?&joint))?(?&known)(?&chain)|©[ ]?(?&name)[ ]?/[ ]?(?&name)(?&chain))",
}
_GRAMMAR = f"(?(DEFINE){''.join(f'(?P<{name}>{part})' for name, part in _PARTS.items())})"
"""What a credit is made of; a pattern calls a part as `(?&name)`."""
_LOOSELY = {
    "word": r"\p{L}[^\s/|]*",
    "name": r"\p{L}[^\n/|]*",
    "source": r"(?:(?&known)|[^\n]*\L<outlet_words>)",
    "chain": r"[^\n]*",
    "extra": r"[^\n]*",
    "names": r"[^\n]*",
    "capital_name": r"\p{Lu}[^\n/|]*",
}
"""Parts that match all that those of the grammar do, and more: enough to tell where none can be, and simple."""
_LOOSE_GRAMMAR = f"(?(DEFINE){''.join(f'(?P<{name}>{part})' for name, part in {**_PARTS, **_LOOSELY}.items())})"
_ENOUGH_LETTERS = 6
_RESTRICTIONS = (
    r"\b(?:ATTENTION EDITORS|EDITORIAL USE ONLY|NO RESALES|MANDATORY CREDIT|Mandatory credit|FOR EDITORIAL USE ONLY"
    r"|THIS (?:IMAGE|PICTURE) (?:HAS BEEN|WAS) (?:SUPPLIED|PROVIDED|PROCESSED)|TPX IMAGES OF THE DAY)\b"
)

_LISTS = (
    "picture_libraries",
    "agencies",
    "outlet_words",
    "credit_labels",
    "picture_platforms",
    "credit_makers",
    "photo_origins",
    "credit_phrases",
    "picture_desks",
)
_LIST = lazy(r"\\L<(\w+)>")
_HINTS = (
    "/",
    "|",
    "©",
    "…",
    "...",
    " via ",
    "courtesy",
    "credit",
    "photo",
    "image",
    "pic",
    "handout",
    "illustration",
    "screen",
    "permission",
    "copyright",
    "cc by",
    "cc-by",
    "cc0",
    "foto",
    "bild",
    "quelle",
    "crédit",
    "fuente",
    "imagen",
    "author",
    "source:",
    "[",
)
_HINTS_OF_SHORT_LINE = (" by ", ":")
_SHORT_LINE = 120
_HINTS_INSIDE = (" | ", "AP Photo", "REUTERS/", "EDITOR", "CREDIT", "Mandatory", "RESALES", "IMAGE", "PICTURE")
"""What stands in nearly every credit: a cheap test before the grammar."""


class Credits:
    """Recognises credits, with the agencies, libraries and labels that some lists name."""

    def __init__(self, lists: Lists) -> None:
        """`lists` has those that the grammar names. They are read when a text is looked at for the first time."""
        self._lists = lists

    @cached_property
    def _libraries(self) -> tuple[str, ...]:
        return self._lists.get("picture_libraries")

    @cached_property
    def _entries(self) -> dict[str, list[str]]:
        return {name: list(self._lists.get(name)) for name in _LISTS}

    def _compile(self, pattern: str) -> regex.Pattern[str]:
        """A pattern that may call the parts of the grammar by name."""
        whole = pattern + _GRAMMAR
        return compiled(whole, "", sorted(set(_LIST.findall(whole))), self._lists)

    @cached_property
    def _line(self) -> regex.Pattern[str]:
        """A line that is a credit wherever it stands."""
        between = r"(?:[ ]?[;,][ ]?|[ ]and[ ]|[ ]&[ ]|[ ])"
        another = r"(?:(?&signed)|(?&name)[ ]for[ ](?&name))"
        bracketed = (
            r"[(\[][ ]?(?:(?&label)|Photos|Pictures|Images)(?:[ ]?[:©]|[ ](?:by|via|from|courtesy)\b)[^()\[\]]{1,80}"
            r"(?:\([^()]{1,40}\))?[)\]]"
            r"|[(\[][^()\[\]\n]{1,60}[ ](?:[Ii]mages?|[Pp]hotos?|[Pp]ictures?)[ ](?:via|by|courtesy[ ]of)"
            r"[ ][^()\[\]]{2,80}[)\]]"
        )
        courtesy = r"(?:[Pp]hotos?[ ]|[Ii]mages?[ ])?[Cc]ourtesy(?:[ ]of[ ]|:[ ])(?&name)"
        graphic = rf"(?:SOURCES?|Sources?):[^|]{{3,200}}\|[ ]{another}(?:{between}{another})?"
        return self._compile(
            rf"(?:(?&signed)(?:{between}{another}){{0,5}}|(?&labelled)|(?&library)(?&chain)|{bracketed}"
            rf"|\(?{courtesy}\)?|\((?&signed)\)|\((?&library)(?&chain)\)|{graphic}"
            r"|[(\[]?(?:\L<photo_origins>|(?i:\L<credit_phrases>))[)\]]?|(?i:\L<photo_origins>)[.,][ ](?&desk)(?&chain)"
            r"|\((?i:\L<credit_makers>)[ ]courtesy[ ]of[ ](?:the[ ])?(?&name)\.?\)"
            r"|\(Source:[ ](?&library)(?&chain)\))\.?"
        )

    @cached_property
    def _agency(self) -> regex.Pattern[str]:
        """A line that is an agency's or a platform's name: a credit, a byline, a sign-off or a link."""
        platform = r"\L<picture_platforms>(?![\p{L}\p{N}])(?:[ \t]{2,}(?&name))?"
        return self._compile(rf"(?:(?&known)(?&chain)|\((?&known)(?&chain)\)|{platform})\.?")

    @cached_property
    def _end(self) -> regex.Pattern[str]:
        """A credit at the end of a caption."""
        after_sentence = (
            r"(?:(?&signed)|(?&labelled)|(?&library)(?&chain)|Courtesy[ ](?:of[ ])?(?&name)|Photo/(?&name)"
            r"|(?:Image[ ])?[Ss]ource:[ ](?&name)"
            r"|(?:Photos?|Pictures?|Images?)(?:[ ](?:is|are))?[ ](?:taken[ ])?(?:from|via|courtesy[ ]of)[ ](?:the[ ])?"
            r"(?&name)(?:[ ](?:page|account|profile|website))?)"
        )
        after_words = (
            r"(?:[ ](?&by_agency)|[ ]via[ ](?&library)(?&chain)|[ ]Photographer:[ ](?&signed)"
            r"|(?<=[\p{L}\p{N}])[ ](?:Photo|Photograph|Picture|Pic|Image|PHOTO|PICTURE|IMAGE|Credit):[ ](?&names)"
            r"|(?<=[\p{L}\p{N}.])[ ]\[(?&known)(?&chain)\]"
            r"|(?<=[\p{L}\p{N}])[ ]\((?:Library|Stock|File|Archive)[ ](?:image|photo|picture)\)"
            r"|(?<=[\p{L}\p{N}][”\"’)]?)[ ]Courtesy[ ](?:of[ ])?(?:the[ ])?(?&name)(?:/(?&name))?)(?<!\.)"
        )
        return self._compile(
            rf"(?:(?<=[.!?…\"”’)\]|])\s*{after_sentence}\.?|{after_words})(?:[ ]?[(\[].{{0,60}}[)\]])?\s*\Z"
        )

    @cached_property
    def _desk(self) -> regex.Pattern[str]:
        """An agency's or a newsroom's name after a sentence that is no quotation, or in brackets after words."""
        return self._compile(r"(?:(?<=[\p{L}\p{N}][.!?…)])\s?(?&desks)|(?<=[\p{L}\p{N}])\s\((?&known)(?&chain)\))\s*\Z")

    @cached_property
    def _bracket(self) -> regex.Pattern[str]:
        """A credit in brackets, where it stands in a caption: last, with a slip of the keyboard at most after it."""
        inner = (
            r"(?:[^()]{0,120}?(?:(?&signed)|\b[Vv]ia[ ](?:(?&known)|(?&platform))(?&chain)|/(?&known)(?&chain)"
            r"|(?:AP|AFP|EPA)[ ](?i:photo)\b))"
            r"|(?:(?&label)|Photos|Pictures|Images)[ ]?(?::|/|[ ]by\b|[ ]via\b|[ ]courtesy\b)|[Cc]ourtesy\b"
            r"|(?&library)(?&chain)(?=\))"
            r"|[Hh]andout(?=\))"
            r"|©[^()]{1,60}|(?&word)[ ](?&name)[ ]?/[ ]?(?&name)(?=\))"
        )
        return self._compile(rf"[(\[](?:{inner})[^()]{{0,150}}(?:\([^()]{{0,40}}\)[^()]{{0,40}})?[)\]]?\W*\p{{L}}?\Z")

    @cached_property
    def _inside(self) -> regex.Pattern[str]:
        """A credit after which a headline may follow in the same block."""
        return self._compile(
            r"[ ]\|[ ](?:(?:(?&name)[ ]?/[ ]?)?(?:(?&known)(?&chain))|(?&name)/(?&source))(?![ ]?[\p{Ll}'’])"
            rf"|\(AP[ ]Photo\b[^()]{{0,80}}\)|\bREUTERS/\p{{Lu}}|{_RESTRICTIONS}"
        )

    @cached_property
    def _start(self) -> regex.Pattern[str]:
        """A credit before a caption, as pages print it that set the photographer's name over the picture's foot."""
        person = r"(?!(?:The|A|An)\b)(?&word)[ ](?&word)(?:[ ](?&word))?"
        return self._compile(
            rf"\A\s*+(?:{person}[ ]?/[ ]?(?&source)(?:[ ]?/[ ]?(?:(?&source)|File|Pool))*+|Courtesy[ ]of[ ]{person})"
            r"[ ]++(?=\p{Lu}\p{Ll}+[ ,](?:\S+[ ]){6})"
        )

    @property
    def looks_of_lines(self) -> tuple[Look, ...]:
        """What stands in every line that is a credit or an agency's name."""
        return self._looks([self._line, self._agency], r"\A\s*(?:", r")")

    @property
    def looks_of_ends(self) -> tuple[Look, ...]:
        """What stands in every text that ends with a credit."""
        return self._looks([self._end, self._bracket], "", "")

    @property
    def looks_of_captions(self) -> tuple[Look, ...]:
        """What stands in every text that holds a credit in one of the places of captions."""
        return self.looks_of_ends + self._looks([self._desk, self._inside, self._start], "", "")

    def _looks(self, patterns: Iterable[regex.Pattern[str]], before: str, after: str) -> tuple[Look, ...]:
        texts = (before + pattern.pattern.removesuffix(_GRAMMAR) + after + _LOOSE_GRAMMAR for pattern in patterns)
        loose = (_LIST.sub(r"(?:\\L<\1>[^\\n]*)", text) for text in texts)
        return tuple(Look(text, False, self._beginnings) for text in loose)

    def _beginnings(self, name: str) -> list[str]:
        """The first letters of a list's entries, which are as good to look for as the whole."""
        return list(dict.fromkeys(entry[:_ENOUGH_LETTERS] for entry in self._entries[name]))

    def starts_with_credit(self, text: str) -> bool:
        """Whether a text gives a photographer and an agency and goes on with a caption."""
        head = text[:_TAIL]
        return ("/" in head or "Courtesy of " in head) and self._start.search(head) is not None

    def is_credit(self, text: str) -> bool:
        """Whether the text is a credit and nothing else, wherever it stands."""
        if len(text) > _TAIL:
            return False
        hints = self._hints_at_credit(text) or (
            len(text) <= _SHORT_LINE and any(hint in text for hint in _HINTS_OF_SHORT_LINE)
        )
        return hints and self._line.fullmatch(_once(text.strip())) is not None

    def is_agency(self, text: str) -> bool:
        """Whether the text is the name of an agency or a platform alone, which need not be a credit."""
        return len(text) <= _TAIL and self._agency.fullmatch(text.strip()) is not None

    def _hints_at_credit(self, text: str) -> bool:
        """Whether the text has what nearly every credit has."""
        folded = text.lower()
        return any(hint in folded for hint in _HINTS) or text.rstrip(" .)\n\r\t").endswith(self._libraries)

    def ends_with_credit(self, text: str) -> bool:
        """Whether a text says something and then gives the picture's credit."""
        return self.credit_at_end(text) is not None

    def credit_at_end(self, text: str) -> Span | None:
        """Where the credit stands with which a caption ends; None where it ends otherwise."""
        cut = max(0, len(text) - _TAIL)
        tail = text[cut:]
        if not self._hints_at_credit(tail):
            return None
        bracket = self._bracket.search(tail)
        found = bracket or self._end.search(tail)
        fewest = _FEWEST_WORDS_BEFORE_BRACKET if bracket else _FEWEST_CAPTION_WORDS
        if found is None or len(text[: cut + found.start()].split()) < fewest:
            return None
        return Span(cut + found.start(), len(text))

    def ends_with_desk(self, text: str) -> bool:
        """Whether the name of an agency or a newsroom stands alone after the last sentence."""
        found = self._desk.search(text[-_TAIL:])
        return found is not None and len(text.split()) >= _FEWEST_CAPTION_WORDS

    def holds_credit(self, text: str) -> bool:
        """Whether a credit stands in the text in a form that only captions have."""
        if not any(hint in text for hint in _HINTS_INSIDE):
            return False
        found = self._inside.search(text)
        return found is not None and len(text[: found.start()].split()) >= _FEWEST_CAPTION_WORDS


def _once(text: str) -> str:
    """The text, or its first half if the second says the same, as where a page has a small and a large picture."""
    middle = len(text) // 2
    is_twice = len(text) % 2 == 1 and text[middle].isspace() and text[:middle] == text[middle + 1 :]
    return text[:middle] if is_twice else text


@cache
def credits_of(lists: Lists) -> Credits:
    """The grammar with the entries of some lists: one for all rules, because it takes long to compile."""
    return Credits(lists)
