"""The parameters of a request, where each may stand once: what they mean is told elsewhere."""

from collections.abc import Collection, Iterator
from urllib.parse import unquote_to_bytes

from flask import request

from store import BadQuestion

_NAME_SAID = 100  # characters of a name that is told again


def read_parameters(names: Collection[str] | None = None) -> dict[str, str]:
    """The parameters of this request by their names.

    Raises BadQuestion for one that stands there twice, or is no UTF-8; of whatever is not among
    `names`, if any are given, the first counts.
    """
    known = set()
    for name, value in _pairs():
        if names is not None and name not in names:
            continue
        if name in known:
            raise BadQuestion("stands there more than once", field=name[:_NAME_SAID])
        known.add(name)
        _check_text(name, value)
    return request.args.to_dict()


def _pairs() -> Iterator[tuple[str, bytes]]:
    """Names and values, decoded from percent signs alone."""
    for pair in request.query_string.split(b"&"):
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        if pair:
            yield unquote_to_bytes(name).decode("utf-8", "replace"), unquote_to_bytes(value)


def _check_text(name: str, value: bytes) -> None:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadQuestion("is no text in UTF-8", field=name[:_NAME_SAID]) from error
