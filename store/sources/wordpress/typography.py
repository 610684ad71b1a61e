"""The signs that WordPress shows for those that its editors type: “ ” for ", … for three dots.

It does so whenever it shows a title or a text, in Arabic as in English; an export has what was
typed. Markup, shortcodes and code are left alone, and a sign knows the signs beside it up to the
next markup only.
"""

import re
from collections.abc import Callable, Iterator, Sequence

Rules = Sequence[tuple[re.Pattern[str], str]]

_OPEN = "\x01"  # a quote that opens, and one that may end a quotation or be a prime
_DOUBT = "\x02"

# What stands between texts: a comment, a tag, a shortcode or the end of one.
_MARKUP = re.compile(
    r"(<!--(?>(?:[^-<]|-(?!->)|<(?!!--))*)-->|</?[A-Za-z][^<>]*+>"
    r"|\[/?[A-Za-z][\w-]{1,40}+(?:\s[^\]\[<>]{0,2000}+)?\])",
    re.ASCII,
)
_CODE = re.compile(r"<(/?)(?:pre|code|kbd|style|script|tt)\b", re.IGNORECASE)

_FIRST = r"(?<![\s\S])"
_BEHIND_SPACE = rf"(?:{_FIRST}|(?<=[\r\n\t \xa0])|(?<=&nbsp;))"
_SPACE = r"[\r\n\t \xa0]|&nbsp;"
_ENDS = rf"\Z|[.,:;!?)}}\-\]]|&gt;|{_SPACE}"

_SIGNS = (("...", "…"), ("``", "“"), ("''", "”"), (" (tm)", " ™"))
_SINGLE: Rules = (
    (re.compile(rf"'([0-9][0-9])'(?={_ENDS})"), "’\\1’"),
    (re.compile(rf"'([0-9][0-9])\"(?={_ENDS})"), "’\\1”"),
    (re.compile(r"'(?=[0-9][0-9](?![%0-9]|[.,][0-9]))"), "’"),
    (re.compile(rf"{_BEHIND_SPACE}'([0-9][.,0-9]*+)'"), f"{_OPEN}\\1’"),
    (re.compile(rf"(?:{_BEHIND_SPACE}|(?<=[(\[{{\"\-])|(?<=&lt;))'"), _OPEN),
    (re.compile(rf"(?<![\r\n\t \xa0])(?<!&nbsp;)'(?!{_ENDS}|[\"'({{\[]|&lt;)"), "’"),
)
_DOUBLE: Rules = (
    (re.compile(rf"{_BEHIND_SPACE}\"([0-9][.,0-9]*+)\""), f"{_OPEN}\\1”"),
    (re.compile(rf"(?:{_BEHIND_SPACE}|(?<=[(\[{{\-])|(?<=&lt;))\"(?!{_SPACE})"), _OPEN),
)
_DASHES: Rules = (
    (re.compile("---"), "—"),
    (re.compile(rf"{_BEHIND_SPACE}--(?=\Z|{_SPACE})"), "—"),
    (re.compile("(?<!xn)--"), "–"),
    (re.compile(rf"{_BEHIND_SPACE}-(?=\Z|{_SPACE})"), "–"),
)
_TIMES = re.compile(r"(?<![\w.,])((?:0[0-9.,]|[1-9])[0-9.,]*+)x([0-9][0-9.,]*+)\b", re.ASCII)

_MAY_END = {
    "'": re.compile(rf"'(?={_ENDS})"),
    '"': re.compile(rf'"(?={_ENDS})'),
}
_BEHIND_DIGIT = {
    "'": re.compile("(?<=[0-9])'"),
    '"': re.compile('(?<=[0-9])"'),
    _DOUBT: re.compile(rf"(?<=[0-9]){_DOUBT}"),
}
_NOT_BEHIND_DIGIT = re.compile(rf"(?<![0-9]){_DOUBT}")

_EMOJI = {
    smiley: emoji
    for emoji, *smileys in map(
        str.split,
        (
            "😐 :neutral: :-| :|",
            "😈 :twisted:",
            "➡ :arrow:",
            "😯 :shock: 8-O 8O",
            "🙂 :smile: :-) :)",
            "😕 :???: :-? :?",
            "😎 :cool: 8-)",
            "👿 :evil:",
            "😀 :grin: :-D :D",
            "💡 :idea:",
            "😳 :oops:",
            "😛 :razz: :-P :P",
            "🙄 :roll:",
            "😉 :wink: ;-) ;)",
            "😥 :cry:",
            "😮 :eek: :-o :o",
            "😆 :lol:",
            "😡 :mad: :-x :x",
            "🙁 :sad: :-( :(",
            "❗ :!:",
            "❓ :?:",
        ),
    )
    for smiley in smileys
}
_MAY_SMILE = re.compile("[:;8][^ ]")
_SMILEY = re.compile(
    rf"{_BEHIND_SPACE}([:;8][a-z?!]{{0,7}}+[:)(|?DPOox-]?[)(?DPOox|]?)(?=\n|\Z|{_SPACE})"
)


def as_shown(html: str) -> str:
    """A title of a post, as HTML, with the signs that readers of its site see."""
    return "".join(_parts(html, _with_signs))


def text_as_shown(html: str) -> str:
    """A text of a post, likewise; in texts smileys are emoji."""
    shown = as_shown(html)
    if not _MAY_SMILE.search(shown):
        return shown
    return "".join(_parts(shown, _with_emoji))


def _with_emoji(text: str) -> str:
    """A text without markup, whose smileys are emoji where they stand alone."""
    return _SMILEY.sub(lambda match: _EMOJI.get(match[1], match[0]), text)


def _parts(html: str, change: Callable[[str], str]) -> Iterator[str]:
    """The markup of a text as it is, and what stands between it changed."""
    code = 0
    for number, part in enumerate(_MARKUP.split(html)):
        if number % 2:
            if tag := _CODE.match(part):
                code = max(0, code + (-1 if tag[1] else 1))
            yield part
        else:
            yield part if code else change(part)


def _with_signs(text: str) -> str:
    """A text without markup, with other signs."""
    for typed, shown in _SIGNS:
        text = text.replace(typed, shown)
    if "'" in text:
        text = _quoted(_applied(_SINGLE, text), "'", ("‘", "’", "′"))
    if '"' in text:
        text = _quoted(_applied(_DOUBLE, text), '"', ("“", "”", "″"))
    if "-" in text:
        text = _applied(_DASHES, text)
    return _TIMES.sub(r"\1×\2", text) if "x" in text else text


def _applied(rules: Rules, text: str) -> str:
    """The text after each of these rules."""
    for pattern, shown in rules:
        text = pattern.sub(shown, text)
    return text


def _quoted(text: str, quote: str, signs: tuple[str, str, str]) -> str:
    """A text whose quotes that open are known, with an end for each, or a prime.

    `signs` are those that open, that end, and the prime.
    """
    opens, ends, prime = signs
    first, *others = text.split(_OPEN)
    parts = [_with_ends(first, quote, ends, prime)]
    parts += [
        _with_ends(part, quote, ends, prime)
        if ends in part
        else _with_ends_in_doubt(part, quote, ends, prime)
        for part in others
    ]
    if quote == '"':
        parts = [part.replace(quote, ends) for part in parts]
    return opens.join(parts)


def _with_ends(part: str, quote: str, ends: str, prime: str) -> str:
    """A part in which a quote behind a digit is a prime, others end a quotation."""
    return _MAY_END[quote].sub(ends, _BEHIND_DIGIT[quote].sub(prime, part))


def _with_ends_in_doubt(part: str, quote: str, ends: str, prime: str) -> str:
    """A part behind a quote that opens, in which one is to end it rather than be a prime."""
    part, count = _MAY_END[quote].subn(_DOUBT, part)
    if count > 1:
        part = _with_one_end(part, ends)
        part = _BEHIND_DIGIT[_DOUBT].sub(prime, _BEHIND_DIGIT[quote].sub(prime, part))
        return part.replace(_DOUBT, ends)
    return _BEHIND_DIGIT[quote].sub(prime, part.replace(_DOUBT, ends))


def _with_one_end(part: str, ends: str) -> str:
    """A part with several that may end the quotation: all but those behind digits do, else one."""
    part, count = _NOT_BEHIND_DIGIT.subn(ends, part)
    if count:
        return part
    end = max(part.rfind(f"{_DOUBT}."), 0) or part.rfind(_DOUBT)
    return f"{part[:end]}{ends}{part[end + 1 :]}"
