"""The front door of the store: the names that other rooms may import, as they are at home."""

from .article import (
    Article,
    Author,
    Correction,
    Enclosure,
    Image,
    Notice,
    Origin,
    Placement,
    Related,
    State,
    StoredArticle,
    Tombstone,
    WithdrawnBy,
    last_visible,
    withdrawn_at_revision,
)
from .db.article_list import ArticleFilter
from .db.editions import Head, KnownEdition
from .db.feeds import LATE, FeedState
from .db.fetches import Fetch, FetchedEdition
from .db.leases import Lease
from .db.own_pages import Month
from .db.partner_pages import StandingRow, TakedownRow
from .db.quarantine import QuarantinedDraft, QuarantineEntry
from .db.search_index import IndexState
from .db.wires import Comparison, WireState
from .draft import Deletion, Draft, SourceItem, as_saved
from .due import release_due
from .editing import correct, find, find_own, restore, withdraw
from .edition import Body, Edition, Variant
from .errors import (
    BadQuestion,
    BadSetting,
    Expired,
    Forbidden,
    NotFound,
    Place,
    Problem,
    Refused,
    Unavailable,
    Unreachable,
    Withdrawn,
    WrongSchema,
)
from .identity import NO_CONTENT, content_digest, digest
from .intake.adoption import adopt_site, adopt_source
from .intake.archiving import make_archives
from .intake.changes import Change, GuidLoss, Kind, Outcome
from .intake.ingest import ingest
from .intake.intake import FILES, Intake, SiteOwner
from .intake.ledger import BATCH
from .intake.notices import NOTICE_TERM, TOMBSTONE_TERM, without_words
from .intake.quarantine import API
from .intake.refusals import Refusals, Remarks, count_lines
from .intake.reindexing import reindex
from .intake.replacing import replace_placements
from .intake.retry import retry
from .lazy import load
from .limits import (
    A_IM_LIMIT,
    ACCEPT_ENCODING_LIMIT,
    ACCEPT_LANGUAGE_LIMIT,
    API_BODY_LIMIT,
    API_PAGE_LIMIT,
    NOTICE_LIMIT,
    QUERY_LIMIT,
    QUERY_WORDS_LIMIT,
    REASONS_LIMIT,
    REQUEST_BODY_LIMIT,
    SOURCE_ID_LIMIT,
    TAGS_LIMIT,
    USER_AGENT_LIMIT,
)
from .outbound import Outbound, Response
from .partner import PartnerChoice
from .query import IN_TITLE, Query, Term
from .rules import Exceptions
from .section import ALL, CHOICE_FIELDS, Section, Sections, choice
from .site import AiUse, Site, Terms
from .sources import SOURCES, record
from .sources.fields import RECORD_FIELDS
from .sources.opening import read_drafts
from .sources.records.sent import SentRecords, read_sent
from .sources.records.strict_json import parse_json
from .sources.schema import record_schema
from .sources.wordpress.webhooks import read_webhook
from .store import Store, Transaction
from .text.addresses import display_address, uri
from .text.arabic import direction, excerpt, flat, guard, line, normalise
from .text.charset import decode
from .text.dates import http, read_http, rfc822, rfc3339
from .text.markup.anchors import linked_to_page
from .text.markup.direction import directed
from .text.markup.make import element
from .text.markup.read import Picture, pictures, plain
from .text.markup.renditions import with_renditions
from .text.markup.tags import SafeHtml, quoted
from .text.moving_parts import is_moving
from .text.search_key import SearchWord, search_key, search_words
from .text.sites import site_of
from .validation import first_misfit
from .window import (
    BODIES_LIMIT,
    CURRENT_LIMIT,
    PAGE_LIMIT,
    PageRow,
    is_behind,
    window,
)
from .wires.kinds import WIRE_KINDS, WireKind, site_of_wire, site_owners
from .wires.poll import fetch_recalled, poll, poll_if_due
from .wires.schedule import Schedule
from .wires.wire import Poll, Wire, for_wire, report_wire
