"""Links within a page, such as those to notes: their targets, and their addresses elsewhere."""

import html as entities
import re
from urllib.parse import unquote

from .tags import SafeHtml, quoted

_LINK = re.compile(r'<a href="#([^"]++)"')
_LINK_WITHIN = re.compile(r'<a href="#("?)')
_ID = re.compile(r' id="([^"]*+)"')


def with_targets(html: str) -> str:
    """Clean HTML in which only those ids stay that its own links lead to."""
    if ' id="' not in html:
        return html
    targets = {_name(fragment) for fragment in _LINK.findall(html)}
    return _ID.sub(lambda match: match[0] if _name(match[1]) in targets else "", html)


def _name(fragment: str) -> str:
    """The name of a target, as its element and the links to it may spell it."""
    return unquote(entities.unescape(fragment))


def linked_to_page(html: SafeHtml, page: str) -> SafeHtml:
    """Clean HTML whose links within the page lead to `page`, from wherever it is shown."""
    if 'href="#' not in html:
        return html
    start = quoted(page.partition("#")[0])
    return SafeHtml(_LINK_WITHIN.sub(lambda match: _absolute(match, start), html))


def _absolute(link: re.Match[str], page: str) -> str:
    """The beginning of a link; one to the top of the page leads to the page."""
    return f"<a href={page}" if link[1] else f"<a href={page[:-1]}#"
