"""Documents spoilt as programs, disks, mails and people spoil them."""

from tests.newsroom.stories import Choices

_ODD = (
    *(b"&", b"<", b">", b"&nbsp;", b"&laquo;", b"&#1;", b"&#xD800;", b"&#99999999;", b"\x00"),
    *(b"\x0b", b"\x80", b"\xc7\xe1", b"]]>", b"<![CDATA[", b"<!--", b"-->", b'"', b"'", b"\\"),
    *(b"\xef\xbb\xbf", b"\xef\xbf\xbe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\\ud800", b"\\u0000"),
    *(b"[[", b"{", b"}", b",", b"\r", b"---\n", b"+++\n", b"<x:y>", b"</item>", b"<item>", b"NaN"),
    *(b"null", b"1e999", b"<?php", b"<!DOCTYPE html>", b"%", b"[gallery]", b"[/x]", b"`" * 50),
)
_CHARSETS = ("windows-1256", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-6", "utf-8-sig", "utf-7")


def _place(data: bytes, choices: Choices) -> int:
    """A place in a document, or its end."""
    number = choices.count(0, 255) * 256 + choices.count(0, 255)
    return number * 7919 % (len(data) + 1)


def _flipped(data: bytes, choices: Choices) -> bytes:
    at = _place(data, choices)
    return data[:at] + bytes([choices.count(0, 255)]) + data[at + 1 :]


def _stuffed(data: bytes, choices: Choices) -> bytes:
    at = _place(data, choices)
    return data[:at] + choices.of(_ODD) + data[at:]


def _without(data: bytes, choices: Choices) -> bytes:
    """A document that lacks a piece."""
    at = _place(data, choices)
    return data[:at] + data[at + choices.count(1, 200) :]


def _repeated(data: bytes, choices: Choices) -> bytes:
    """A document of which a piece stands twice."""
    at = _place(data, choices)
    end = at + choices.count(1, 255) * 4
    return data[:end] + data[at:]


def _cut(data: bytes, choices: Choices) -> bytes:
    return data[: _place(data, choices)]


def _doubled(data: bytes, choices: Choices) -> bytes:
    return data + choices.of((b"", b"\n", b"\x00")) + data


def _recoded(data: bytes, choices: Choices) -> bytes:
    """A document in another charset, whatever it says of its own; some letters have none there."""
    charset = choices.of(_CHARSETS)
    return data.decode(errors="replace").encode(charset, errors=choices.of(("replace", "ignore")))


def _marked(data: bytes, choices: Choices) -> bytes:
    """A document behind marks that editors leave."""
    return choices.of((b"\xef\xbb\xbf", b"\n\n", b" ", b"\xef\xbb\xbf\xef\xbb\xbf", b"\x00")) + data


def _of_windows(data: bytes, choices: Choices) -> bytes:
    return data.replace(b"\n", choices.of((b"\r\n", b"\r", b"\n\n")))


_WHOLE = (_cut, _doubled, _recoded, _marked, _of_windows)
_WAYS = (*_WHOLE, _flipped, _stuffed, _without, _repeated)


def spoilt(data: bytes, choices: Choices) -> bytes:
    """A document spoilt in one way."""
    return choices.of(_WAYS)(data, choices)


def spoilt_as_a_whole(data: bytes, choices: Choices) -> bytes:
    """A document spoilt so that each word in it stays what it is, or is gone with all behind it."""
    return choices.of(_WHOLE)(data, choices)
