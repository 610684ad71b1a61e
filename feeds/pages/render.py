"""Templates to HTML: plain pages, right to left, without scripts or inline style.

The home of Jinja. Everything is escaped but the body of an article, which is SafeHtml. Knows no
request, no store and no clock.
"""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from store import ALL, Article, Site, direction, display_address, guard, rfc3339

from ..links import (
    SEARCH_KEY,
    api_document_address,
    article_link,
    favicon_address,
    feed_address,
    feed_list_address,
    front_address,
    page_style_address,
)
from ..printing.feed import direction_of, leads_with_picture
from ..printing.formats import FORMATS
from .dates import day, moment
from .metadata import card, locale, modified, published

FRONT = "آخر الأخبار"


def render(template: str, site: Site, **values: object) -> str:
    """HTML of a template in `feeds/templates`; a value that is missing is an error."""
    return _PAGES.get_template(template).render(site=site, **values)


def voice(site: Site, language: str, direction: str) -> Mapping[str, str]:
    """The lang and dir attributes of a part of a page, where they differ from the page's own."""
    attributes = {}
    if language != site.language:
        attributes["lang"] = language
    if direction != page_direction(site):
        attributes["dir"] = direction
    return attributes


def page_direction(site: Site) -> str:
    """Direction of the pages of a site: `rtl` or `ltr`."""
    return direction_of(site.language)


def shows_image(article: Article) -> bool:
    """Whether a page puts the article's picture above its text.

    A picture that the text shows already is put above it only where the page hides the text.
    """
    if article.image is None:
        return False
    return leads_with_picture(article) or article.syndicate != "full"


_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Arabic in linked data stays legible.
_PAGES.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
_CALLED_BY_TEMPLATES = (
    api_document_address,
    article_link,
    card,
    day,
    direction,
    favicon_address,
    feed_address,
    feed_list_address,
    front_address,
    guard,
    locale,
    modified,
    moment,
    page_direction,
    page_style_address,
    published,
    rfc3339,
    shows_image,
    voice,
)
_PAGES.globals.update(
    {function.__name__: function for function in _CALLED_BY_TEMPLATES},
    ALL=ALL,
    FORMATS=tuple(FORMATS.values()),
    FRONT=FRONT,
    SEARCH_KEY=SEARCH_KEY,
    display_address=display_address,
)
