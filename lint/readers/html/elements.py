"""What each element of HTML is to a reader of prose."""

# ruff: noqa: SIM905 - a list of tags is read more easily without quotation marks

from __future__ import annotations

from lint.document import BlockKind

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
"""Elements that have no content."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main "
    "marquee menu nav ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead "
    "tr ul xmp".split()
)
"""Elements that begin and end a line of their own."""

KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("caption", "figcaption"), BlockKind.CAPTION),
    **dict.fromkeys(("li", "td", "th"), BlockKind.LIST_ITEM),
}
"""What the markup says of a block; where it says nothing, a block is what it looks like."""
INHERITS = frozenset(("center", "div", "p"))
"""Blocks that are in a caption, a heading or a list item what that is."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

INLINE_CODE = frozenset(("code", "kbd", "samp", "tt", "var"))
"""No prose, but a part of the sentence in which it stands."""
REPLACED = frozenset(
    "applet audio button canvas embed iframe img input keygen label map math meter object progress select svg textarea "
    "video".split()
)
"""Elements that show something that is no prose, in a line of text or by themselves."""
NO_PROSE_BLOCKS = frozenset(("dialog", "listing", "menu", "nav", "plaintext", "pre", "xmp"))
"""Blocks that are no prose: what stands before and after them are no neighbours."""
UNSEEN = frozenset(
    "base basefont bgsound datalist frameset head link meta noembed noframes noscript param rp rt script source style "
    "template title track".split()
)
"""Elements of which readers of the page see nothing."""
IN_HEAD = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
"""Elements that do not end the head."""
INTEGRATION = frozenset(("annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"))
"""Elements of drawings and formulas in which HTML may stand."""
BREAKOUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strike strong sub sup table tt u ul var".split()
)
"""Elements that end a drawing or a formula that was left open."""

FURNITURE_ROLES = frozenset(
    "alert alertdialog banner contentinfo dialog menu menubar navigation search tablist toolbar".split()
)
"""Roles of elements that belong to the page and not to what it says."""
ARTICLES = frozenset(("article", "main"))
"""Elements that hold what a page is for, as those with the role `main` and the property `articleBody` do."""

FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""Elements that go on in the next block where they are left open."""

BARRIERS = frozenset("applet caption html marquee object table td template th".split())
"""Elements across which no end tag reaches, other than that of a table's part."""
TABLE_PARTS = frozenset("caption tbody td tfoot th thead tr table".split())
KEEPS_PARAGRAPH = (TABLE_PARTS - {"table"}) | frozenset(
    ("body", "head", "html", "optgroup", "option", "col", "colgroup", "legend", "frameset")
)
"""Blocks that do not end a paragraph before them."""

LISTS = frozenset(("ol", "tr", "ul"))
"""What is a menu where it holds nothing but links."""

ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ol", "ul", "menu", "dir"))),
    **dict.fromkeys(("dd", "dt"), (frozenset(("dd", "dt")), frozenset(("dl",)))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th", "caption")), frozenset(("tr", "table")))),
    "tr": (frozenset(("tr", "caption")), frozenset(("tbody", "thead", "tfoot", "table"))),
    **dict.fromkeys(
        ("tbody", "thead", "tfoot"), (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",)))
    ),
    "option": (frozenset(("option",)), frozenset(("select", "datalist"))),
    "optgroup": (frozenset(("optgroup", "option")), frozenset(("select",))),
}
"""For an element, the open ones that its start tag ends, and those beyond which it ends none."""

GOES_ALONE = frozenset(
    "address aside blockquote caption center div figcaption figure footer h1 h2 h3 h4 h5 h6 header li ol p section "
    "ul".split()
)
"""Elements that may go with the only block in them."""

END_IS_OPTIONAL = frozenset(("p", "li", "dt", "dd"))
"""Elements that go alone and whose end tag may be left out."""
