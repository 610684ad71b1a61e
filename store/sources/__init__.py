"""The kinds of files that are read: their suffixes, and the module that reads each.

Modules are named, not imported: they are loaded when the first file of their kind is read, since
trafilatura, feedparser and YAML are heavy.
"""

from .file import Reader

SOURCES = {
    "text": Reader((".txt", ".md"), "store.sources.articletext.textfile"),
    "json": Reader((".json", ".ndjson", ".jsonl"), "store.sources.records.jsonlines"),
    "feed": Reader((".rss", ".atom", ".rdf", ".xml"), "store.sources.syndication.feed"),
    "wxr": Reader((".wxr",), "store.sources.wordpress.wxr"),
    "page": Reader((".html", ".htm"), "store.sources.webpage.page"),
    "mhtml": Reader((".mhtml", ".mht"), "store.sources.webpage.mhtml"),
}
SUFFIXES = {suffix: name for name, reader in SOURCES.items() for suffix in reader.suffixes}
