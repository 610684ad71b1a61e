"""The things of an article: authors, picture, attached media, related stories, its origin."""

import re
from collections.abc import Iterator, Sequence

from ..article import Author, Enclosure, Image, Origin, Related
from ..draft import Draft, DraftAuthor, DraftEnclosure, DraftImage, DraftRelated
from ..errors import Refused
from ..limits import LENGTH_LIMIT, LIST_LIMIT, NAME_LIMIT, PIXELS_LIMIT, TITLE_LIMIT
from ..site import Site
from ..text import addresses, uploads
from ..text.arabic import flat, fold
from ..text.emoji import is_emoji_address
from ..text.mails import without_mails
from ..text.markup.read import Picture, pictures
from ..text.markup.related_lines import Story
from ..text.markup.tags import SafeHtml
from ..text.markup.words import words_of
from ..text.no_pictures import is_no_story
from .prepare_rules import Base, few, first, short, uri

_MEDIA_TYPE = re.compile(r"\A[a-z0-9.+-]++/[a-z0-9.+-]++")


def authors(draft: Draft) -> tuple[Author, ...]:
    """The authors that have a name, each once. Raises Refused."""
    named = [(_name(draft, author), author) for author in few("authors", draft.authors)]
    return tuple(dict.fromkeys(_author(name, author) for name, author in named if name))


def _name(draft: Draft, author: DraftAuthor) -> str:
    """The name of an author, "" where only an address is told. Raises Refused."""
    return without_mails(short(draft, "authors", author.name, NAME_LIMIT))


def _author(name: str, author: DraftAuthor) -> Author:
    return Author(name=name, url=uri("authors", author.url) if author.url else None)


def image(draft: Draft, base: Base) -> Image | None:
    """The picture that the record names, with what its address tells of it. Raises Refused."""
    offered = draft.image
    if offered is None or not offered.url.strip() or is_emoji_address(offered.url):
        return None
    url = base.uri("image", offered.url)
    upload = uploads.upload(url)
    width, height = _size(offered) or (upload.width, upload.height)
    return Image(
        url=url,
        url_given=offered.url.strip(),
        alt=_caption(draft, offered.alt),
        credit=_caption(draft, offered.credit),
        width=width,
        height=height,
        type=upload.type,
        length=_length("image", offered.length),
    )


def _length(field: str, offered: int | None) -> int | None:
    """The bytes of a file, None for none. Raises Refused for what cannot be."""
    if offered is not None and not 0 <= offered < LENGTH_LIMIT:
        raise Refused(f"a length of {offered} bytes cannot be", field=field)
    return offered or None


def _caption(draft: Draft, text: str | None) -> str | None:
    return short(draft, "image", text, TITLE_LIMIT) or None if text else None


def _size(offered: DraftImage) -> tuple[int, int] | None:
    """Width and height where the record tells both. Raises Refused for what cannot be."""
    width = offered.width
    height = offered.height
    if not width or not height:
        return None
    if not 0 < width <= PIXELS_LIMIT or not 0 < height <= PIXELS_LIMIT:
        raise Refused(f"a size of {width} x {height} pixels cannot be", field="image")
    return width, height


def first_picture(draft: Draft, html: SafeHtml) -> Image | None:
    """The first picture of a body, which stands for the article where the record names none.

    Icons, avatars and banners stand for no article.
    """
    picture = next(filter(_is_of_story, pictures(html)), None)
    if picture is None:
        return None
    upload = uploads.upload(picture.url)
    return Image(
        url=picture.url,
        url_given=picture.url,
        alt=_alt(draft, picture.alt),
        width=picture.width or upload.width,
        height=picture.height or upload.height,
        type=upload.type,
    )


def _is_of_story(picture: Picture) -> bool:
    upload = uploads.upload(picture.url)
    return not is_no_story(
        picture.url, picture.width or upload.width, picture.height or upload.height
    )


def _alt(draft: Draft, text: str | None) -> str | None:
    """The description of a picture in a body as one line; some sources write tags into it."""
    if not text:
        return None
    return flat(words_of(text) if "image" in draft.markup else text) or None


def enclosures(draft: Draft, base: Base) -> tuple[Enclosure, ...]:
    """The attached media. Raises Refused."""
    return tuple(_enclosure(medium, base) for medium in first(draft.enclosures))


def _enclosure(offered: DraftEnclosure, base: Base) -> Enclosure:
    url = base.uri("enclosures", offered.url)
    media_type = (offered.type or uploads.media_type(url) or "").strip().lower()
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise Refused(
            f"the type {offered.type!r} of {url[:80]} is no media type", field="enclosures"
        )
    length = _length("enclosures", offered.length)
    return Enclosure(url=url, type=media_type, length=length)


def related(draft: Draft, base: Base, named: Sequence[Story]) -> tuple[Related, ...]:
    """The stories that belong to it, then those that its body named so. Raises Refused."""
    declared = [_related(draft, story, base) for story in few("related", draft.related)]
    known = {fold(story.title) for story in declared}
    found = [story for story in _named(named, base) if fold(story.title) not in known]
    return (*declared, *found[: LIST_LIMIT - len(declared)])


def _named(stories: Sequence[Story], base: Base) -> Iterator[Related]:
    """The stories of a body, as far as their titles and addresses are such."""
    for story in stories:
        title = flat(story.title)
        url = base.link(story.address)
        if url and 0 < len(title) <= TITLE_LIMIT:
            yield Related(title=title, url=url)


def _related(draft: Draft, offered: DraftRelated, base: Base) -> Related:
    title = short(draft, "related", offered.title, TITLE_LIMIT)
    if not title:
        raise Refused("an entry has no title", field="related")
    return Related(title=title, url=base.uri("related", offered.url) if offered.url else None)


def origin(draft: Draft, site: Site, url: str | None, picture: Image | None) -> Origin | None:
    """The first publisher: as the record says, else as its picture tells. Raises Refused."""
    if draft.source is None:
        return _origin_of_picture(draft, site, url, picture)
    name = short(draft, "source", draft.source.name, NAME_LIMIT)
    if not name:
        return None
    address = draft.source.url
    return Origin(name=name, url=uri("source", address) if address else None)


def _origin_of_picture(
    draft: Draft, site: Site, url: str | None, picture: Image | None
) -> Origin | None:
    """The other site that its picture was uploaded to, if neither address nor author is known."""
    if url is not None or draft.authors or picture is None:
        return None
    if uploads.upload(picture.url).year is None:
        return None
    host = addresses.host(picture.url)
    if host == addresses.host(site.base_url):
        return None
    return Origin(name=host, url=f"https://{host}/")
