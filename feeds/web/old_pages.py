"""Old addresses of pages that lists of articles were turned to: `/page/2/`, `/?paged=2`. Pure."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from .old_feeds import OURS, Narrowed, narrowed_by_path, parameters_of

_KINDS = ("category", "tag", "author")


@dataclass(frozen=True, slots=True)
class OldPage:
    """What the old address of a page asked for.

    narrowed    to what its list is narrowed; nothing for the whole newspaper
    page        which page of it, in the words of the address
    """

    narrowed: tuple[Narrowed, ...]
    page: str


def old_page(path: str, query: MultiDict[str, str]) -> OldPage | None:
    """What an address asked for as that of a turned page; None for any other address."""
    segments = [segment for segment in path.split("/") if segment]
    if segments[:1] == ["index.php"]:
        del segments[0]
    if segments and segments[0] in OURS:
        return None
    match segments:
        case [*place, "page", page] if place not in ([kind] for kind in _KINDS):
            return OldPage(tuple(narrowed_by_path(place)), page)
    page = parameters_of(query).get("paged", "")
    is_list = segments[0] in _KINDS if segments else page not in ("0", "1")
    if page and is_list:
        return OldPage(tuple(narrowed_by_path(segments)), page)
    return None
