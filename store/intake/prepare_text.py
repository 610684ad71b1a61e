"""The texts beside the body, and what text tells: summary, language and direction."""

import html as entities
import logging
import re

from ..article import Direction
from ..draft import Draft
from ..errors import Refused
from ..limits import SUMMARY_LIMIT
from ..site import Site
from ..text import addresses
from ..text.arabic import direction, excerpt, flat, unescape
from ..text.markup.clean import clean
from ..text.markup.embeds import TITLES
from ..text.markup.read import plain
from ..text.markup.read_more import without_button, without_call, without_sign
from ..text.markup.tags import SafeHtml
from ..text.markup.words import is_html
from .prepare_rules import within

EXCERPT = 300  # characters of the body that stand for a summary
SAMPLE = 500  # characters of the body that tell its language
_HEADING = re.compile(r"<(h[2-6])\b[^<]*+(?>(?:<(?!/?\1\b)[^<]*+)*)</\1>\s*+")
_PLAYER = re.compile(rf'<p><a href="[^"<>]*+">(?:{"|".join(sorted(TITLES))})</a></p>')
_ADDRESS = re.compile(r"https?://\S+")
_LETTER = re.compile(r"[^\W\d_]")
_LANGUAGE_TAG = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_RTL_LANGUAGES = ("ar", "fa", "ur", "ckb", "ps", "ug")

_log = logging.getLogger("nashra.ingest")


def prose(html: SafeHtml) -> str:
    """The plain text of a body without its sub-headings, which part the words around them.

    Nor has it the links that stand for players: they are no words of the source.
    """
    text = _HEADING.sub("<br>", html)
    if "<p><a " in text:
        text = _PLAYER.sub("<br>", text)
    return plain(SafeHtml(text))


def summary(draft: Draft, text: str, title: str) -> str:
    """The source's own, as plain text; else the beginning of the body; else the title."""
    own = within("summary", draft.summary or "", SUMMARY_LIMIT)
    if "summary" in draft.markup or is_html(own):
        own = _plain_summary(own, title, draft.url)
    return flat(own) or excerpt(_lead(draft, text, title), EXCERPT) or title


def _plain_summary(html: str, title: str, url: str | None) -> str:
    """The text of a summary in HTML; what is escaped twice is decoded twice. Raises Refused."""
    if "<" not in html:
        return without_sign(without_call(unescape(html), title))
    try:
        return entities.unescape(_plain(html, title, url))
    except Refused as refused:
        raise refused.of("summary") from None


def _plain(html: str, title: str, url: str | None) -> str:
    """The text of a summary in HTML, without a button that leads to the article."""
    less = without_button(html, title, url)
    text = plain(clean(less, lambda target: addresses.link(target, None)))
    return without_sign(without_call(text, title) if less == html else text)


def _lead(draft: Draft, text: str, title: str) -> str:
    """The beginning of a body without the call of a feed to read on."""
    lead = _beginning(text)
    return without_sign(without_call(lead, title)) if draft.markup else lead


def _beginning(text: str) -> str:
    """The beginning of a body in one line, as long as its excerpt can need.

    It is cut between lines: isolates balance within one.
    """
    end = text.find("\n", EXCERPT + 50)
    lead = flat(text[:end]) if end > 0 else ""
    return lead if len(lead) > EXCERPT else flat(text)


def language(draft: Draft, site: Site, title: str, text: str) -> tuple[str, Direction]:
    """The declared tag where the text does not contradict it; its script decides the direction."""
    seen = _direction(f"{title} {_ADDRESS.sub('', text)[:SAMPLE]}", site)
    tag = _declared_tag(draft)
    if tag and _is_rtl(tag) == (seen == "rtl"):
        return _spelt(tag), seen
    if tag:
        _log.info(
            "language %r contradicts the text and is ignored: %s",
            tag,
            draft.place.file or draft.id,
        )
    if seen == "ltr":
        return "en", seen
    if site.language.startswith("ar"):
        return site.language, seen
    return "ar", seen


def _direction(sample: str, site: Site) -> Direction:
    """The direction of a text; one without a letter is laid out as the site's title is."""
    return direction(sample if _LETTER.search(sample) else site.title)


def _declared_tag(draft: Draft) -> str:
    """The language tag of the record, "" where it has none. Raises Refused."""
    tag = (draft.language or "").strip().replace("_", "-")
    if tag and not _LANGUAGE_TAG.fullmatch(tag):
        raise Refused(f"{tag[:40]!r} is no language tag such as ar or ar-EG", field="language")
    return tag


def _is_rtl(tag: str) -> bool:
    return tag.lower().split("-")[0] in _RTL_LANGUAGES


def _spelt(tag: str) -> str:
    """The tag with a small language and a two-letter region in capitals (RFC 5646, 2.1.1)."""
    head, *rest = tag.split("-")
    parts = [part.upper() if len(part) == 2 else part for part in rest]
    return "-".join([head.lower(), *parts])
