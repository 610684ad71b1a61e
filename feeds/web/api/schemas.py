"""The shapes of the API: what it may be asked, and what it answers.

Docstrings and descriptions in this file stand in the OpenAPI document. Bodies have no shapes here:
records are read as everywhere else, by the record's own rules.
"""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from store import API_PAGE_LIMIT, NOTICE_LIMIT, SOURCE_ID_LIMIT, State, WithdrawnBy

from ...settings.values import Access, ProfileName


def _written(pattern: str) -> BeforeValidator:
    """Validator of how a text is written.

    Pydantic reads more spellings of a number or a date than the document names.
    """

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise ValueError(f"should be written as {pattern}")
        return value

    return BeforeValidator(check)


_Moment = Annotated[
    AwareDatetime,
    _written(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
_Day = Annotated[
    date,
    Field(ge=date(1900, 1, 1), lt=date(3000, 1, 1)),
    _written(r"\d{4}-\d\d-\d\d"),
    WithJsonSchema({"type": "string", "format": "date"}),
]
_Count = Annotated[int, _written("[0-9]{1,9}")]
_None = SkipJsonSchema[None]  # a query leaves out what it does not mean


# What is asked


class Name(BaseModel):
    id: str = Field(
        min_length=1, max_length=SOURCE_ID_LIMIT, description="Your own id of the article, or ours."
    )


class Number(BaseModel):
    number: Annotated[int, _written("[0-9]{1,18}")] = Field(ge=1, le=2**31 - 1)


class ListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    section: str | _None = Field(
        None, pattern="^[a-z0-9-]+$", description="A slug: what stands, or stood, there."
    )
    source: str | _None = Field(None, pattern="^[a-z0-9-]+$", description="The name of a source.")
    since: _Moment | _Day | _None = Field(
        None, description="Published at or after this moment, or on this day or later."
    )
    until: _Moment | _Day | _None = Field(
        None, description="Published before this moment, or on this day or before."
    )
    state: State | _None = None
    limit: _Count = Field(50, ge=1, le=API_PAGE_LIMIT)
    cursor: str | _None = Field(
        None,
        pattern="^(-?[0-9]{1,10}_[!-~]{1,1800}|[0-9]{1,4})$",
        description="`next` of the page before.",
    )
    q: str | _None = Field(
        None,
        description=(
            'What to look for: words, "a phrase" and -word; at most 200 characters and 12 words.'
            " What readers see is found, the best first."
        ),
    )
    within: Literal["title"] | _None = Field(
        None, alias="in", description="With q: only titles are looked at."
    )
    prefix: Literal["0", "1"] | _None = Field(
        None, description="With q: 1 finds words that begin like the last one."
    )


class HeldQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: _Count = Field(50, ge=1, le=API_PAGE_LIMIT)
    before: _Count | _None = Field(None, ge=1, description="`next` of the page before.")


class PartnerName(BaseModel):
    slug: str = Field(pattern="^[a-z0-9-]+$", max_length=100)


class LedgerQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    page: _Count = Field(1, ge=1, le=10_000, description="Of each list, from 1 on.")


_Words = Field(
    None,
    min_length=1,
    max_length=NOTICE_LIMIT,
    description=(
        "Plain text that stands in the place of the article for seven days, so that every reader"
        " learns why it is gone."
    ),
)


class NoticeQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    notice: str | _None = _Words


class Withdrawal(BaseModel):
    """What may be said with a withdrawal, in the body or in the query."""

    model_config = ConfigDict(extra="forbid")
    notice: str | None = _Words


# What is answered


class Refusal(BaseModel):
    """Why a draft was refused: offset and code_point name the offending character."""

    field: str
    reason: str
    offset: int | None
    code_point: str | None


class Decision(BaseModel):
    """What was decided, and the feeds it touches. It is safely kept before it is answered."""

    decision: str = Field(
        description=(
            "new, edited, same, withdrawn, restored; copy where another source has sent the story"
            " already, and id is that of its article; quarantined where it was refused; recalled"
            " where a message of WordPress says too little of a post that is not known: its wire"
            " fetches the post within seconds; left out where a message of WordPress is of no post"
        )
    )
    id: str | None
    source_id: str | None
    feeds: list[str]
    refused: Refusal | None = None
    left_out: Annotated[str, Field(description="The type of what was left out, such as page.")] = ""
    recalled: Annotated[
        bool, Field(description="Whether the wire of this name fetches the post within seconds.")
    ] = False
    remarks: list[Refusal] = Field(
        default_factory=list,
        description="Parts that were not taken, such as tags beyond the hundredth.",
    )


class Decisions(BaseModel):
    """One for each record, in their order."""

    items: list[Decision]


class NoticeShown(BaseModel):
    """The words in the place of a withdrawn article: feeds show them until this moment."""

    text: str
    until: datetime


class ArticleHead(BaseModel):
    id: str
    source_id: str | None
    source: str
    state: State
    revision: int
    page: str
    url: str | None
    title: str
    sections: list[str]
    published: datetime
    updated: datetime
    publish_at: datetime | None
    expires_at: datetime | None
    withdrawn: datetime | None
    withdrawn_by: WithdrawnBy | None
    notice: NoticeShown | None


class ArticleFull(ArticleHead):
    html: str
    summary: str
    tags: list[str]
    authors: list[str]
    language: str
    image: str | None
    feeds: list[str]


class ArticleList(BaseModel):
    """A page of the list; next is the cursor of the one after it."""

    items: list[ArticleHead]
    next: str | None


class HeldDraft(BaseModel):
    number: int
    received_at: datetime
    refused: Refusal


class ReasonCount(BaseModel):
    """How many of your drafts are held for one kind of reason; values are `…` in it."""

    reason: str
    count: int


class HeldDrafts(BaseModel):
    """A page of the list; the one after it is asked for by `before`, which is next.

    reasons tells how many drafts are held for which, most first; it stands on the first page.
    """

    items: list[HeldDraft]
    next: int | None
    reasons: list[ReasonCount] | None = None


class ComparisonReport(BaseModel):
    """What a comparison found: posts listed there, known here once it was over; how many of them
    were missing here, or gone there; and since when they stay so.
    """

    at: datetime
    listed: int
    known: int
    missing: int
    gone: int
    differs_since: datetime | None


class WireReport(BaseModel):
    """A wire: its address or folder, what it brought, and its error, "" after a good poll.

    remarks tell what is amiss at a source whose polls go well.
    """

    name: str
    kind: str
    source: str
    succeeded_at: datetime | None
    next_at: datetime | None
    counts: dict[str, int]
    failures: int
    error: str
    comparison: ComparisonReport | None
    remarks: list[str]


class WireReports(BaseModel):
    items: list[WireReport]


class FetchReport(BaseModel):
    """The last fetch of a partner: of which edition of its feed, and who said to be asking."""

    at: datetime
    agent: str
    format: str
    revision: int


class PartnerHead(BaseModel):
    """A partner; current tells whether its last fetch was of what its feed shows now."""

    slug: str
    title: str
    profile: ProfileName
    access: Access
    last_fetch: FetchReport | None
    current: bool


class PartnerHeads(BaseModel):
    items: list[PartnerHead]


class LedgerItem(BaseModel):
    """An article in a list of a partner: had is the newest revision before this one that it
    fetched, fetched_at when it first fetched this one or a newer one; at is the moment of the
    correction or withdrawal; demands are those for which it was left out.
    """

    id: str
    title: str
    revision: int
    had: int | None
    fetched_at: datetime | None
    at: datetime | None
    reason: Literal["withdrawn", "expired", "rights"] | None
    demands: tuple[str, ...]


class LedgerPage(BaseModel):
    """A page of at most 100 items of a list, the newest first, and how many there are in all."""

    count: int
    items: list[LedgerItem]


class PartnerReport(PartnerHead):
    """What is known of a partner for 90 days: has, what it fetched and need not take down; pending,
    what its feed shows at a revision that it has not fetched; left_out, what it would refuse, so
    that it is not sent; missed, what left the page of its feed before it was fetched; corrections
    and withdrawals of the last 30 days.
    """

    has: LedgerPage
    pending: LedgerPage
    left_out: LedgerPage
    missed: LedgerPage
    corrections: LedgerPage
    withdrawals: LedgerPage


class ProblemDetails(BaseModel):
    """RFC 9457. field, reason, offset and code_point stand where a record was refused."""

    type: str
    title: str
    status: int
    detail: str | None = None
    field: str | None = None
    reason: str | None = None
    offset: int | None = None
    code_point: str | None = None
