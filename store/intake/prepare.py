"""prepare(draft) -> Article: all cleaning rules, in reading order.

It knows nothing of what is already stored: ids, old dates and embargoes that ended are for ingest
to decide. The rules themselves stand in the modules beside it, by the kind of their fields.
"""

from datetime import datetime

from ..article import Article, Syndicate
from ..draft import Draft
from ..errors import Refused
from ..limits import SOURCE_ID_LIMIT, TITLE_LIMIT
from ..section import Sections
from ..site import Site
from ..text.arabic import normalise
from ..text.front_pages import is_front_page
from .prepare_body import body
from .prepare_dates import dates_of
from .prepare_rules import Base, names, short, uri
from .prepare_text import language, prose, summary
from .prepare_things import authors, enclosures, first_picture, image, origin, related

NO_TITLE = "is missing: an article needs a title"
_SYNDICATE: dict[str, Syndicate] = {"full": "full", "summary": "summary", "none": "none"}


def prepare(
    draft: Draft,
    *,
    owner: str,
    site: Site,
    sections: Sections,
    section: str | None = None,
    now: datetime,
) -> Article:
    """The accepted form of a draft that arrives at `now` (aware UTC); its id is for ingest to make.

    `section` is a label for records that name none of ours; a file's folder counts where it names
    a section. Raises Refused for what cannot be accepted.
    """
    title = _title(draft)
    given = _url(draft)
    url = None if given and is_front_page(given) else given  # the story stands elsewhere, or here
    base = Base(given, site.base_url)
    picture = image(draft, base)
    content = body(draft, base)
    html = content.html
    text = prose(html)
    tag, direction = language(draft, site, title, text)
    return Article(
        id="",
        owner=owner,
        source_id=_source_id(draft),
        url=url,
        url_given=draft.url if url else None,
        title=title,
        html=html,
        summary=summary(draft, text, title),
        authors=authors(draft),
        sections=_sections(draft, sections, section),
        tags=names(draft, "tags", draft.tags),
        **dates_of(draft, site, picture, now),
        language=tag,
        direction=direction,
        image=picture or first_picture(draft, html),
        enclosures=enclosures(draft, base),
        related=related(draft, base, content.related),
        source=origin(draft, site, given, picture),
        syndicate=_syndicate(draft),
        credit=_credit(draft),
    )


def _title(draft: Draft) -> str:
    title = short(draft, "title", draft.title or "", TITLE_LIMIT)
    if not title and "title" not in draft.unnamed:
        raise Refused(NO_TITLE, field="title")
    return title


def _url(draft: Draft) -> str | None:
    if draft.url and draft.url.strip():
        return uri("url", draft.url)
    return None


def _source_id(draft: Draft) -> str | None:
    """The id as the source spells it, but for characters that no database keeps."""
    if draft.id is None:
        return None
    size = len(draft.id.encode("utf-8", "replace"))
    if size > SOURCE_ID_LIMIT:
        raise Refused(f"{size:,} bytes; at most {SOURCE_ID_LIMIT:,}", field="id")
    return normalise(draft.id).strip() or None


def _sections(draft: Draft, sections: Sections, default: str | None) -> tuple[str, ...]:
    """The labels of the record, with one more where none of them names a section of ours.

    It is the default for such records, else the folder's name.
    """
    labels = names(draft, "sections", draft.sections)
    if any(sections.named(label) for label in labels):
        return labels
    if default:
        return (*labels, default)
    if draft.folder and sections.named(draft.folder):
        return (*labels, draft.folder)
    return labels


def _syndicate(draft: Draft) -> Syndicate:
    word = (draft.syndicate or "full").strip().lower()
    if word not in _SYNDICATE:
        raise Refused(f"{word[:40]!r} is none of full, summary, none", field="syndicate")
    return _SYNDICATE[word]


def _credit(draft: Draft) -> str | None:
    return short(draft, "credit", draft.credit, TITLE_LIMIT) if draft.credit else None
