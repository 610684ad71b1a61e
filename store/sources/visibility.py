"""What a record says about who may see it, in the words of newsrooms and site generators.

Stricter than `audience`, which tells what others mean: the fields of a record are ours, and what is
not said to be for all readers is for none. An embargo and an expiry are fields of their own.
"""

from collections.abc import Mapping
from typing import Any

from .audience import OTHER_STATUS, WITH_PASSWORD, embargo, facts_of, hidden, hidden_status, locked
from .fields import ALIASES, BODIES, PRIVATE

_NO = ("", False, "false", "False", "no", "No", "off", "لا", "0")
_YES = ("", True, "true", "True", "yes", "Yes", "on", "نعم", "1")
_WORDS = ("publish", "published", "public", "live", "open", "free", "everyone")
_ARABIC_WORDS = ("منشور", "منشورة", "عام", "عامة")
_STATES = ("", *_WORDS, *map(str.capitalize, _WORDS), *map(str.upper, _WORDS), *_ARABIC_WORDS)
_FLAGS_OF_SECRETS = (
    *("draft", "is_draft", "isDraft", "مسودة"),
    *("private", "is_private", "isPrivate"),
    *("hidden", "unlisted", "unpublished", "internal", "confidential", "secret", "protected"),
    *("embargoed", "trashed", "deleted", "archived"),
)
_FLAGS_OF_THE_PUBLIC = ("public", "is_public", "isPublic", "is_published", "isPublished", "visible")
_NAMES_OF_STATES = ("status", "state", "post_status", "visibility", "access", "الحالة")
_PASSWORDS = ("password", "post_password")
# The fields that say who may see an article, each with the values that let all readers.
PUBLIC: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(_FLAGS_OF_SECRETS, _NO),
    **dict.fromkeys(_FLAGS_OF_THE_PUBLIC, _YES),
    **dict.fromkeys(_NAMES_OF_STATES, _STATES),
    **dict.fromkeys(_PASSWORDS, ("",)),
}
# What may stand in place of the date of publication.
UNPUBLISHED = (False, *"false False FALSE no No NO n N off Off OFF لا".split())
PUBLISHED = tuple("true True TRUE yes Yes YES y Y on On ON نعم".split())
_BUILD = "_build"
_TEXTS = (*BODIES, "summary")
_TELLING = frozenset((*PUBLIC, *_TEXTS, "published")) | {
    alias for alias, name in ALIASES.items() if name in (*_TEXTS, "published")
}
_ZERO = (0, "0")  # of a flag; other names of dates have it where there is none


def hidden_state(fields: Mapping[str, object]) -> tuple[str, str] | None:
    """The field that keeps a record from readers and the state it says; None where none does."""
    for name, value in fields.items():
        if value is None or not _may_tell(name):
            continue
        if ALIASES.get(name, name) in _TEXTS and locked([value]):
            return name, WITH_PASSWORD
        if _says_unpublished(name, value):
            return name, "unpublished"
        if name in PUBLIC and not _is_among(value, PUBLIC[name]):
            return name, _state(name, value)
        if name.startswith(PRIVATE) and _hidden_privately(name, value):
            return name, _hidden_privately(name, value)
    return None


def _may_tell(name: str) -> bool:
    """Whether a field may say who may see a record; most are of other things."""
    return name in _TELLING or name.startswith(PRIVATE)


def sender_embargo(fields: Mapping[str, object], published: object) -> str | None:
    """The embargo that a sender's own fields name, if it ends later than what is `published`."""
    own = {name.removeprefix("x-"): fields[name] for name in fields if name.startswith(PRIVATE)}
    moment = str(published) if isinstance(published, str | int) else None
    return embargo(facts_of(own), moment) if own else None


def without_visibility(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a public record that say something else than who may see it."""
    return {
        name: value
        for name, value in fields.items()
        if name not in PUBLIC and not (_is_published(name) and _is_among(value, PUBLISHED))
    }


def _is_published(name: str) -> bool:
    """Whether a field is the date of publication, which site generators use as a flag, too."""
    return ALIASES.get(name, name) == "published"


def _says_unpublished(name: str, value: object) -> bool:
    """Whether a field denies that an article was published."""
    if name == "published" and _is_among(value, _ZERO):
        return True
    return _is_published(name) and _is_among(value, UNPUBLISHED)


def _hidden_privately(name: str, value: object) -> str:
    """The state that a sender's own field says for sure, such as the `_status` of some systems."""
    if name == _BUILD and isinstance(value, Mapping) and _is_not_built(value):
        return "unlisted"
    return hidden(facts_of({name.removeprefix("x-"): value}))


def _is_not_built(build: Mapping[str, object]) -> bool:
    """Whether Hugo makes no page of an article, or names it in no list."""
    said = (build.get("render"), build.get("list"))
    return any(str(value).lower() in ("never", "false") for value in said)


def _is_among(value: object, values: tuple[object, ...]) -> bool:
    """Whether a value is one of these, and of its type: for Python 0 is False."""
    return any(type(value) is type(one) and value == one for one in values)


def _state(name: str, value: object) -> str:
    """The word for what keeps readers out: passwords and words of any length are not repeated."""
    if name in _PASSWORDS:
        return WITH_PASSWORD
    if name in _NAMES_OF_STATES:
        return hidden_status(value) if isinstance(value, str) else OTHER_STATUS
    return name if name in _FLAGS_OF_SECRETS else "unpublished"
