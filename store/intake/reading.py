"""read_draft(): a draft cleaned, with its keys and digests; a heavy one in the sandbox.

A heavy one might be read without end, and would keep the interpreter from all others meanwhile.
"""

from datetime import datetime

from ..article import Article
from ..draft import Draft
from ..errors import Refused
from ..identity import Digests, digests
from ..section import Sections
from ..site import Site
from ..text.sandbox import run_isolated
from ..text.weight import is_heavy
from .prepare import prepare

_TEXTS = ("html", "markdown", "text", "summary")


def read_draft(
    draft: Draft,
    *,
    owner: str,
    site: Site,
    sections: Sections,
    section: str | None = None,
    now: datetime,
) -> tuple[Article, Digests]:
    """The accepted form of a draft, with its keys and digests. Raises Refused: see prepare()."""
    field = _heavy_field(draft)
    if field is None:
        return _read(draft, owner, site, sections, section, now)
    try:
        return run_isolated(_read, draft, owner, site, sections, section, now)
    except Refused as refused:
        if refused.field == "content":
            raise refused.of(field) from None
        raise


def _heavy_field(draft: Draft) -> str | None:
    """The first field with a heavy text, None where all are light."""
    for field in _TEXTS:
        text: str | None = getattr(draft, field)
        if text and is_heavy(text):
            return field
    return None


def _read(
    draft: Draft,
    owner: str,
    site: Site,
    sections: Sections,
    section: str | None,
    now: datetime,
) -> tuple[Article, Digests]:
    article = prepare(draft, owner=owner, site=site, sections=sections, section=section, now=now)
    return article, digests(article, site.zone)
