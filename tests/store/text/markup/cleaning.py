"""Cleaning as the tests of markup do it: with the addresses of one page."""

from store.text.addresses import link
from store.text.markup.clean import clean
from store.text.markup.tags import SafeHtml


def resolved(target: str) -> str | None:
    return link(target, "https://example.com/news/")


def cleaned(html: str) -> SafeHtml:
    return clean(html, resolved)
