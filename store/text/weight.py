"""Weight of a text: whether reading it may take so long that it must have an end, or that readers
of feeds would wait for it.

It is judged by what a text holds, since a parser's time grows with the marks: the longest live blog
holds a few thousand, and a short text of nothing else may keep a parser busy for a minute.
"""

from ..limits import LARGE_BODY, MARKS_LIMIT

# What makes work for the parsers of HTML and of Markdown. A row of a table begins with one of
# these, a line ends with one, and a link and an attribute hold one.
_MARKS = ("<", "&", "=", "\n", "\r", "[", "*", "_", "`", "|", "\\")
# nh3 looks for a no-break space by its first byte, and behind each through all of the text: signs
# such as `«`, U+0080 to U+00BF, are as slow.
_FIRST_BYTE = b"\xc2"
# A link of Markdown that is defined once, with a long address, and used a thousand times.
_DEFINITION = "]:"


def is_heavy(text: str) -> bool:
    """Whether a text is longer, or holds more marks, than can be read in an instant."""
    if len(text) <= MARKS_LIMIT:  # most texts, whose marks are not even counted
        return False
    if len(text) > LARGE_BODY or _DEFINITION in text:
        return True
    signs = text.encode("utf-8", "surrogatepass").count(_FIRST_BYTE)
    return signs + sum(map(text.count, _MARKS)) > MARKS_LIMIT
