"""Checks of single settings.

Each returns its value, or raises BadSetting with the path of the setting.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_network
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from store import BadSetting, Problem, line, uri

from .values import LogForm, Network

_LOG = re.compile(r"(debug|info|warning|error) (text|json)")


def title(path: str, text: str) -> str:
    """A title on one line, in which something can be seen."""
    clean = line(text)
    if not clean:
        raise BadSetting(f"{path}: expected text that can be seen, got {text!r}")
    return clean


def address(path: str, text: str) -> str:
    """An http or https address, as an ASCII URI."""
    try:
        return uri(text)
    except Problem as problem:
        raise BadSetting(f"{path}: {text[:80]!r} is no web address, {problem}") from problem


def optional_address(path: str, text: str | None) -> str | None:
    """An address, or None where none is set."""
    return address(path, text) if text else None


def base_url(text: str) -> str:
    """The public address of the site, without a slash at its end."""
    url = address("base_url", text)
    if "?" in url or "#" in url:
        raise BadSetting(f"base_url: expected an address without ? and #, got {text[:80]!r}")
    return url.rstrip("/")


def zone(key: str, name: str) -> ZoneInfo:
    """The time zone of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(
            f"{key}: {name!r} is unknown, expected a name such as Africa/Cairo"
        ) from error


def networks(text: str) -> Iterator[Network]:
    """The networks of a list that is separated by commas; a single address is one, too."""
    for part in entries(text):
        try:
            yield ip_network(part)
        except ValueError as error:
            raise BadSetting(
                f"outbound_allow: {part[:60]!r} is no address or network,"
                " expected such as 127.0.0.1, 10.1.0.0/16"
            ) from error


def log(text: str) -> tuple[str, LogForm]:
    """Level and form of the log."""
    if not _LOG.fullmatch(text):
        raise BadSetting(
            f"log: expected a level and a form, such as `info text` or `debug json`, got {text!r}"
        )
    level, form = text.split()
    return level, "json" if form == "json" else "text"


def entries(text: str) -> list[str]:
    """The entries of a list that is separated by commas, without blanks around them."""
    stripped = (part.strip() for part in text.split(","))
    return [part for part in stripped if part]
