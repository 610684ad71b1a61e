"""The front door of the store: the names that other rooms may import."""

from .addresses import display as display_address
from .addresses import uri
from .arabic import direction, guard, line
from .article import (
    Article,
    Author,
    Deletion,
    Draft,
    Enclosure,
    Image,
    Kept,
    Placement,
    Related,
    Source,
    Tombstone,
)
from .dates import http, read_http, rfc822, rfc3339
from .db.feeds import FeedState
from .db.placements import Standing
from .db.quarantine import Held
from .edition import Body, Edition, Variant
from .errors import (
    BadSetting,
    NotFound,
    Place,
    Problem,
    Refused,
    Unavailable,
    Unreachable,
    Withdrawn,
    WrongSchema,
)
from .identity import digest
from .ingest import Change, Desk, Kind, Outcome, find, ingest, rearrange, release_due, restore, withdraw
from .markup import SafeHtml, directed, element, pictures, quoted
from .outbound import Answer, Outbound
from .section import ALL, Section, Sections
from .site import Site
from .sources import SOURCES, record
from .sources import read as read_drafts
from .store import Store, Transaction
from .wires import poll
from .wires.wire import Poll, Wire
