"""Exports of WordPress (WXR 1.0 to 1.2): a post is a draft of a backfill, or Omitted if hidden.

Streamed, twice: pictures are attachments, which may stand behind the posts that show them, or in
another file of the run. How it is parsed is told in exportstream.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ...draft import BLOCKS, MEMBERS, PARENTS, PICTURES, SHORT_TEXTS, Draft, Omitted, SourceItem
from ...errors import Place, Refused
from ...limits import EXPORT_ITEM_LIMIT, HTML_LIMIT, NAME_LIMIT, SUMMARY_LIMIT
from ...text import dates
from ...text.sites import site_of_post
from ...text.slugs import readable
from .. import record
from ..audience import FOR_SUBSCRIBERS, embargo, hidden, hidden_status, locked
from ..common import first_date, of_site, own_site, with_withdrawals
from ..file import File
from ..unforeseen import attempt
from .categories import CategoryTree
from .enclosures import enclosures
from .excerpts import automatic
from .exporthearing import ExportItem
from .exportstream import BrokenItem, ExportReader
from .galleries import lacks_pictures, with_galleries
from .pictures import Pictures, image_of, read_pictures, with_sides
from .shortcode_audience import has_part_for_few
from .shortcodes import expand
from .typography import as_shown, text_as_shown
from .values import moment, names_among

_BYLINES = ("author", "ppma_author", "byline", "coauthor")  # terms of plugins for many authors
_NUMBERED = re.compile("(?:guest-|user-)?[0-9]+")
_TAG_DOMAINS = ("post_tag", "tag")  # others are languages, formats, menus


def read(file: File) -> Iterator[SourceItem]:
    """The posts of an export, in its order."""
    try:
        yield from with_withdrawals(_items(file))
    except Refused as refused:
        yield refused.at(Place(file.name))


def _items(file: File) -> Iterator[SourceItem]:
    """The posts, behind a word on missing pictures. Raises Refused where the export is broken."""
    if not file.stream.seekable():
        raise Refused("an export is read twice: save it, and name the file")
    pictures = _pictures(file)
    if not pictures.whole:
        reason = "has more pictures than can be kept in mind: not all are shown"
        yield Refused(reason, place=Place(file.name))
    file.stream.seek(0)
    reader = ExportReader(file.stream)
    for item in reader.items():
        place = Place(file.name, item.line)
        if isinstance(item, BrokenItem):
            yield Refused(item.reason, place=place)
        elif item["wp:post_type"] != "attachment":
            post = attempt(place, _item, item, pictures, reader, file)
            yield of_site(post, own_site(_site(item, reader), file))


def _pictures(file: File) -> Pictures:
    """What posts know by number or name, of all exports of the run, else of this one alone."""
    told = file.beside.pictures_of(file.name) if file.beside else None
    return told or read_pictures(file.stream)


def _tree(reader: ExportReader, pictures: Pictures) -> CategoryTree:
    """The categories that an export tells, else another of the run."""
    return reader.tree or pictures.tree


def _site(item: ExportItem, reader: ExportReader) -> str | None:
    """The site of a post: that of its export, else what its guid tells."""
    return reader.site or site_of_post(item["guid"], item["link"])


def _item(item: ExportItem, pictures: Pictures, reader: ExportReader, file: File) -> SourceItem:
    """The draft of a post, or why there is none."""
    place = Place(file.name, item.line)
    state = _other_type(item) or _hidden(item)
    if state:
        return Omitted(state, place, _id(item), _changed(item))
    if not item.whole:
        return Refused(f"is a post of more than {EXPORT_ITEM_LIMIT:,} characters", place=place)
    if item.spoilt:
        return Refused("holds bytes of another charset than the export", place=place)
    try:
        return _draft(item, pictures, reader, place, file.folder)
    except Refused as refused:
        return refused.at(place)


def _draft(
    item: ExportItem, pictures: Pictures, reader: ExportReader, place: Place, folder: str | None
) -> Draft:
    """The draft of a post for all readers. Raises Refused."""
    content, is_cut = pictures.blocks.shown(item["content:encoded"])
    fields = _fields(item, pictures, reader) | {"html": _html(item, content, pictures)}
    lacking = set(_unnamed(item, content, fields))
    lacking |= {BLOCKS} if is_cut else set()
    lacking |= {PICTURES} if lacks_pictures(content, pictures, item["wp:post_id"]) else set()
    lacking |= set() if _tree(reader, pictures) else {PARENTS}
    told = record.draft(fields, place, folder, SHORT_TEXTS)
    return _as_exported(told, item, frozenset(lacking))


def _as_exported(draft: Draft, item: ExportItem, lacking: frozenset[str]) -> Draft:
    """The draft of a post with what an export alone tells of it, and what it does not."""
    guid = item["guid"] or None
    return replace(draft, export=True, guid=guid, modified=_changed(item), unnamed=lacking)


def _unnamed(item: ExportItem, content: str, fields: dict[str, object]) -> Iterator[str]:
    """What an export does not tell of a post: its picture, a text of galleries, or for members."""
    if has_part_for_few(content):
        yield MEMBERS
    if item.meta.get("_thumbnail_id", "").strip(" 0") and fields["image"] is None:
        yield "image"
    if item["content:encoded"] and fields["html"] is None:
        yield PICTURES


def _other_type(item: ExportItem) -> str:
    """The type of what is no post, such as `page`, or ""."""
    name = item["wp:post_type"][:NAME_LIMIT]
    return "" if name == "post" else name


def _hidden(item: ExportItem) -> str:
    """The reason to hide a post from readers, or "": plugins have states of their own."""
    return (
        hidden_status(item["wp:status"])
        or hidden(item.text.items())
        or _unlisted(item)
        or locked([item["content:encoded"]])
    )


def _unlisted(item: ExportItem) -> str:
    """The state that a plugin keeps: the roles of Members."""
    return FOR_SUBSCRIBERS if item.meta.get("_members_access_role", "").strip() else ""


def _fields(item: ExportItem, pictures: Pictures, reader: ExportReader) -> dict[str, object]:
    """The record of a post."""
    published = _published(item)
    return {
        "id": _id(item),
        "url": item["link"] or None,
        "title": as_shown(item["title"]) or None,
        "summary": _summary(item) or None,
        "authors": _authors(item, pictures, reader.authors),
        "sections": _sections(item, _tree(reader, pictures)),
        "tags": _tags(item),
        "published": published,
        "publish_at": embargo(item.text.items(), published),
        "updated": _told_change(item),
        "expires_at": _expires(item),
        **_media(item, pictures),
    }


def _media(item: ExportItem, pictures: Pictures) -> dict[str, object]:
    """The featured picture of a post, and the files that play beside it."""
    files = enclosures(item.files, item["link"] or None)
    return {"image": _image(item, pictures), "enclosures": list(files)}


def _id(item: ExportItem) -> str | None:
    """The number of a post, else its guid."""
    return item["wp:post_id"] or item["guid"] or None


def _told_change(item: ExportItem) -> object:
    """The date of a post's last change, as text."""
    return moment(item["wp:post_modified_gmt"], item["wp:post_modified"])


def _changed(item: ExportItem) -> datetime | None:
    """The moment of a post's last change, as far as it is told in UTC."""
    return dates.moment(f"{item['wp:post_modified_gmt']}Z")


def _html(item: ExportItem, content: str, pictures: Pictures) -> str | None:
    """The content of a post as its site shows it, with the pictures of its galleries."""
    if len(content) > HTML_LIMIT:
        return content  # it is refused
    content = with_galleries(with_sides(content, pictures), pictures, item["wp:post_id"])
    return expand(text_as_shown(content)) or None


def _summary(item: ExportItem) -> str:
    """The summary that an editor has written, else that which WordPress makes. Raises Refused."""
    own = item["excerpt:encoded"][:SUMMARY_LIMIT]
    if own.strip():
        return text_as_shown(own)
    content = item["content:encoded"]
    return automatic(content if len(content) > HTML_LIMIT else text_as_shown(content))


def _authors(item: ExportItem, pictures: Pictures, authors: dict[str, str]) -> list[str]:
    """The authors of a post by name, else by login: all that a plugin names, else its creator."""
    terms = [(nicename, label) for domain, nicename, label in item.terms if domain in _BYLINES]
    names = [_co_author(nicename, label, pictures.guests, authors) for nicename, label in terms]
    if not any(names):
        names = [_writer(told, pictures.guests, authors) for told in item.writers]
    login = item["dc:creator"]
    names.append("" if any(names) else authors.get(login, login))
    return [name for name in names if name]


def _co_author(nicename: str, label: str, guests: dict[str, str], authors: dict[str, str]) -> str:
    """The name of an author whose term names a guest, a login, or the name itself."""
    slug = readable(nicename).removeprefix("cap-")
    for names in (guests, authors):
        name = names.get(label) or names.get(slug)
        if name:
            return name
    return readable(label) or slug


def _writer(told: str, guests: dict[str, str], authors: dict[str, str]) -> str:
    """The name of an author whom a field names, or tells by a number; "" where nobody has it."""
    name = guests.get(told) or authors.get(told)
    return name or ("" if _NUMBERED.fullmatch(told) else told)


def _sections(item: ExportItem, tree: CategoryTree) -> list[str]:
    """The labels and nicenames of a post's categories, and of those above them, each once."""
    return tree.labels(
        (label, nicename) for domain, nicename, label in item.terms if domain == "category"
    )


def _tags(item: ExportItem) -> list[str]:
    """The labels of a post's tags, each once."""
    labels = [label for domain, _, label in item.terms if domain in _TAG_DOMAINS]
    return names_among(dict.fromkeys(labels))


def _published(item: ExportItem) -> str | None:
    """The date of a post, else the pubDate of the item."""
    told = moment(item["wp:post_date_gmt"], item["wp:post_date"])
    return first_date([told if isinstance(told, str) else None, item["pubDate"]])


def _expires(item: ExportItem) -> str | None:
    """The end that a plugin has in store for a post (Post Expirator, PublishPress Future)."""
    if item.meta.get("_expiration-date-status", "saved").strip() != "saved":
        return None
    return item.meta.get("_expiration-date", "").strip() or None


def _image(item: ExportItem, pictures: Pictures) -> dict[str, object] | None:
    """The featured picture of a post, if the table has it."""
    number = item.meta.get("_thumbnail_id", "").strip()
    return image_of(pictures.packed.get(number))
