"""The tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from .columns import Moment, bytewise, metadata, partial, row_number

# An index row of PostgreSQL holds 2,704 bytes, so these hold beginnings. A question says the same.
FILE_BEGINNING = 200  # characters
BEGINNING_OF_FILE = literal_column(f"substr(file, 1, {FILE_BEGINNING})", Text)
BEGINNING_OF_REASON = literal_column("substr(reason, 1, 300)", Text)
# `all` and sections, whose keys have no slash; both databases know the condition again.
OF_SECTION = text("feed NOT LIKE '%/%'")
OF_PARTNER = text("feed LIKE 'partner/%'")
_LIVE = "released IS NOT NULL AND withdrawn IS NULL"
_GONE = "released IS NOT NULL AND withdrawn IS NOT NULL"

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("namespace", String(36), nullable=False),
    Column("filled", Boolean, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", bytewise(), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("source_id", Text),
    Column("title_key", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("visible", String(32), nullable=False),
    Column("url", Text),
    Column("published", Moment, nullable=False),
    Column("updated", Moment),
    Column("due", Moment),
    Column("released", Moment),
    Column("expires_at", Moment),
    Column("withdrawn", Moment),
    Column("reason", String(16)),
    Column("withdrawn_by", String(16)),
    Column("absent", Boolean, nullable=False, server_default=false()),
    Column("taken_back", Moment),
    Column("said", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("correction", Text),
    Column("notice", Text),
    Column("notice_ends", Moment),
    Column("modified", Moment),
    Index("articles_title", "title_key", "published"),
    Index("articles_source", "source_id"),
    # Shelves: each holds its articles in the order of lists, of all sources and of one.
    partial("articles_live", _LIVE, "published", "id"),
    partial("articles_live_of", _LIVE, "owner", "published", "id"),
    # Those whose page here is their canonical one, which sitemaps name.
    partial("articles_here", f"{_LIVE} AND url IS NULL", "published", "id", "updated"),
    partial("articles_gone", _GONE, "reason", "published", "id"),
    partial("articles_gone_of", _GONE, "owner", "reason", "published", "id"),
    partial("articles_unseen", "released IS NULL", "owner", "published", "id"),
    # What falls due is looked for at every beat: the indexes hold only what still can.
    partial("articles_due", "released IS NULL AND withdrawn IS NULL", "due"),
    partial("articles_expiry", "withdrawn IS NULL AND expires_at IS NOT NULL", "expires_at"),
    partial("articles_said", "said", "withdrawn"),
    partial("articles_notices", "notice_ends IS NOT NULL", "notice_ends"),
)

keys = Table(
    "keys",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("article_id", bytewise(), ForeignKey("articles.id"), nullable=False),
)

_PAGE_ORDER = ("feed", "page", "position", "published", "article_id")

placements = Table(
    "placements",
    metadata,
    Column("article_id", bytewise(), ForeignKey("articles.id"), primary_key=True),
    Column("feed", bytewise(), primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("position", Moment, nullable=False),
    Column("published", Moment, nullable=False),
    Column("standing", Boolean, nullable=False),
    Column("page", BigInteger, nullable=False, server_default="0"),
    Column("taken_down", Moment),
    Index("placements_window", "feed", "standing", "position", "published", "article_id"),
    partial("placements_list", str(OF_SECTION), "feed", "published", "article_id"),
    partial("placements_pages", f"standing AND {OF_SECTION}", *_PAGE_ORDER),
    # What changed last in a partner's feed, and what was taken down there.
    partial("placements_partners", f"standing AND {OF_PARTNER}", "feed", "revision", "article_id"),
    partial("placements_taken_down", "taken_down IS NOT NULL", "feed", "taken_down", "article_id"),
)

# Of `all` and sections; what is on none of a feed's is on page 0, the current one.
archive_pages = Table(
    "archive_pages",
    metadata,
    Column("feed", bytewise(), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# What is known of each article to find it by its words. `number` orders them as `all` does, by
# seconds; PostgreSQL keeps the words here, SQLite in virtual tables by that number.
# An entry of version 0 has no words yet.
NO_WORDS = 0
search_entries = Table(
    "search_entries",
    metadata,
    Column("number", row_number(), primary_key=True, autoincrement=False),
    Column("article_id", bytewise(), ForeignKey("articles.id"), nullable=False, unique=True),
    Column("position", Moment, nullable=False),
    Column("published", Moment, nullable=False),
    Column("listing", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text().with_variant(TSVECTOR, "postgresql")),
    Column("words", Text().with_variant(TSVECTOR, "postgresql")),
    Index("search_entries_version", "version", "number"),
    Index("search_entries_published", "published", "number"),
    Index("search_entries_title", "title", postgresql_using="gin").ddl_if("postgresql"),
    Index("search_entries_words", "words", postgresql_using="gin").ddl_if("postgresql"),
)

choices = Table(
    "choices",
    metadata,
    Column("feed", bytewise(), primary_key=True),
    Column("digest", String(32), nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("key", bytewise(), primary_key=True),
    Column("wanted", BigInteger, nullable=False),
    Column("printed", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("dirty_since", Moment, nullable=False),
    Column("fingerprint", String(32), nullable=False),
    Column("choice", String(32), nullable=False),
    Column("edition", BigInteger),
    Column("prints", BigInteger, nullable=False, server_default="0"),
    Column("print_ms", BigInteger, nullable=False, server_default="0"),
)

editions = Table(
    "editions",
    metadata,
    Column("feed", bytewise(), primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("stored_at", Moment, nullable=False),
    Column("ttl", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    Column("shown", Text, nullable=False),
    Column("looks", String(32), nullable=False, server_default=""),
    Column("findings", Text, nullable=False, server_default="[]"),
    Index("editions_age", "stored_at"),
)

bodies = Table(
    "bodies",
    metadata,
    Column("feed", bytewise(), primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("format", String(16), primary_key=True),
    Column("hash", String(32), nullable=False),
    Column("content", LargeBinary),
    ForeignKeyConstraint(["feed", "revision"], ["editions.feed", "editions.revision"]),
    Index("bodies_hash", "feed", "format", "hash"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("line", BigInteger),
    Column("field", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("offset", BigInteger),
    Column("code_point", Integer),
    Column("received_at", Moment, nullable=False),
    Column("draft", Text),
    Index("quarantine_page", "owner", "id"),
    Index("quarantine_file", "owner", BEGINNING_OF_FILE),
    Index("quarantine_reason", "owner", "field", BEGINNING_OF_REASON),
    sqlite_autoincrement=True,  # the number of a dropped draft is not given to another
)

copies = Table(
    "copies",
    metadata,
    Column("article_id", bytewise(), ForeignKey("articles.id"), primary_key=True),
    Column("owner", bytewise(), primary_key=True),
    Column("source_id", Text),
    Column("url", Text),
)

wires = Table(
    "wires",
    metadata,
    Column("name", bytewise(), primary_key=True),
    Column("polled_at", Moment, nullable=False),
    Column("succeeded_at", Moment),
    Column("error", Text, nullable=False),
    Column("next_at", Moment),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failing_since", Moment),
    Column("counts", Text, nullable=False, server_default="{}"),
    Column("memory", Text, nullable=False, server_default="{}"),
    Column("comparison", Text),
    Column("remarks", Text, nullable=False, server_default="{}"),
)

wire_items = Table(
    "wire_items",
    metadata,
    Column("wire", bytewise(), ForeignKey("wires.name"), primary_key=True),
    Column("item", bytewise(), primary_key=True),
    Column("stamp", String(64), nullable=False),
    Column("articles", Text, nullable=False),
)

recalls = Table(
    "recalls",
    metadata,
    Column("wire", bytewise(), primary_key=True),
    Column("item", bytewise(), primary_key=True),
    Column("asked", BigInteger, nullable=False),
)

# A post of a WordPress is known by its number, to the owner of its site alone.
sites = Table(
    "sites",
    metadata,
    Column("name", bytewise(), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("former", Text, nullable=False),
    Column("walked", bytewise()),
    Column("by_hand", Boolean, nullable=False),
    Column("keeps_guids", Boolean, nullable=False),
)

# Articles with a number for an id that were taken in before sites were told apart.
unclaimed = Table(
    "unclaimed",
    metadata,
    Column("article_id", bytewise(), ForeignKey("articles.id"), primary_key=True),
)

# Tokens by which partners read their feeds: their digests, and until when an old one works.
partner_tokens = Table(
    "partner_tokens",
    metadata,
    Column("partner", bytewise(), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment),
)

# Which editions of its feed a partner was answered with, by whom it says it is.
fetches = Table(
    "fetches",
    metadata,
    Column("feed", bytewise(), primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("format", String(16), primary_key=True),
    Column("agent", bytewise(), primary_key=True),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Index("fetches_age", "last_at"),
)

requests = Table(
    "requests",
    metadata,
    Column("day", Moment, primary_key=True),
    Column("feed", bytewise(), primary_key=True),
    Column("format", String(16), primary_key=True),
    Column("status", Integer, primary_key=True),
    Column("client", String(32), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
