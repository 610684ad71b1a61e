"""The shapes of the API: what it answers, what it may be asked, and the document that says so.

Records are not checked here: they are read as everywhere else, by the record's own rules.
"""

import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from store import (
    BATCH,
    RECORD_FIELDS,
    Outcome,
    QuarantinedDraft,
    Sections,
    Site,
    State,
    StoredArticle,
    record_schema,
)

from ...links import article_address
from .gate import HEADER

PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)
SECURITY: list[dict[str, list[Any]]] = [{"bearer": []}, {"header": []}]
_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": HEADER},
}


def _written(pattern: str) -> BeforeValidator:
    """As text must be written: pydantic takes more spellings of a number or a date than the
    document names.
    """

    def check(given: object) -> object:
        if isinstance(given, str) and not re.fullmatch(pattern, given):
            raise ValueError(f"should be written as {pattern}")
        return given

    return BeforeValidator(check)


_Moment = Annotated[
    AwareDatetime,
    _written(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
_Count = Annotated[int, _written("[0-9]{1,9}")]
_None = SkipJsonSchema[None]  # a query leaves out what it does not mean


class Name(BaseModel):
    id: str = Field(
        min_length=1, max_length=2048, description="Your own id of the article, or ours."
    )


class Number(BaseModel):
    number: Annotated[int, _written("[0-9]{1,18}")] = Field(ge=1, le=2**31 - 1)


class ListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    section: str | _None = Field(
        None, pattern="^[a-z0-9-]+$", description="A slug: what stands, or stood, there."
    )
    source: str | _None = Field(None, pattern="^[a-z0-9-]+$", description="The name of a source.")
    since: _Moment | _None = Field(None, description="Published at or after this moment.")
    until: _Moment | _None = Field(None, description="Published before this moment.")
    state: State | _None = None
    limit: _Count = Field(50, ge=1, le=100)
    cursor: str | _None = Field(
        None, pattern="^-?[0-9]{1,10}_[!-~]{1,1800}$", description="`next` of the page before."
    )


class HeldQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: _Count = Field(50, ge=1, le=100)
    after: _Count = Field(0, ge=0, description="The greatest number of the page before.")


class Refusal(BaseModel):
    """Why a draft was refused: offset and code_point name the offending character."""

    field: str
    reason: str
    offset: int | None
    code_point: str | None


class Decision(BaseModel):
    """What was decided, and the feeds it touches. It is safely kept before it is answered."""

    decision: str = Field(
        description="new, edited, same, withdrawn, restored, or quarantined where it was refused"
    )
    id: str | None
    source_id: str | None
    feeds: list[str]
    refused: Refusal | None = None


class Decisions(BaseModel):
    """One for each record, in their order."""

    items: list[Decision]


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


class HeldDrafts(BaseModel):
    items: list[HeldDraft]


class WireReport(BaseModel):
    """A wire: its address or folder, what it brought so far, and its error, "" after a good
    poll.
    """

    name: str
    kind: str
    source: str
    succeeded_at: datetime | None
    next_at: datetime | None
    counts: dict[str, int]
    failures: int
    error: str


class WireReports(BaseModel):
    items: list[WireReport]


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


def decision(one: Outcome) -> Decision:
    refused = Refusal(**one.refused.members) if one.refused else None
    return Decision(
        decision=one.kind,
        id=one.id,
        source_id=one.source_id,
        feeds=list(one.feeds),
        refused=refused,
    )


def held(one: QuarantinedDraft) -> HeldDraft:
    return HeldDraft(
        number=one.id, received_at=one.received_at, refused=Refusal(**one.refused.members)
    )


def head(kept: StoredArticle, site: Site, sections: Sections) -> dict[str, Any]:
    """The fields of an ArticleHead."""
    article = kept.article
    same = "id source_id url title published updated expires_at".split()
    return {name: getattr(article, name) for name in same} | {
        "source": article.owner,
        "state": kept.state,
        "revision": kept.revision,
        "page": article_address(site, article.id),
        "sections": list(sections.of(article)),
        "publish_at": article.due,
        "withdrawn": kept.withdrawn,
    }


def full(kept: StoredArticle, site: Site, sections: Sections, feeds: list[str]) -> ArticleFull:
    article = kept.article
    return ArticleFull(
        **head(kept, site, sections),
        html=article.html,
        summary=article.summary,
        tags=list(article.tags),
        authors=[author.name for author in article.authors],
        language=article.language,
        image=article.image.url if article.image else None,
        feeds=feeds,
    )


# The document


def problems() -> dict[int | str | HTTPStatus, Any]:
    """The answers that every operation may give."""
    content = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
    }
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in PROBLEMS
    }


def body(*forms: str, types: tuple[str, ...] = ("application/json",)) -> dict[str, Any]:
    """The body of a request: one of these schemas of the document."""
    schema = {"anyOf": [{"$ref": f"#/components/schemas/{form}"} for form in forms]}
    return {
        "requestBody": {"required": True, "content": {one: {"schema": schema} for one in types}}
    }


def document(face: APIBlueprint, site: Site) -> dict[str, Any]:
    """OpenAPI 3.1, made of the views; what a record is, from its own schema."""
    info = Info(
        title=f"{site.title}: API",
        version="1",
        description="Articles in, for newsrooms and their systems.",
    )
    maker = OpenAPI(
        "nashra.document",
        info=info,
        doc_ui=False,
        security_schemes=_SCHEMES,
        validation_error_status=400,
        validation_error_model=ProblemDetails,
    )
    maker.register_api(face)
    made: dict[str, Any] = maker.api_doc
    one = {"$ref": "#/components/schemas/Record"}
    made["servers"] = [{"url": site.base_url}]
    made["components"]["schemas"] |= {
        "Record": _record(),
        "Records": {"type": "array", "items": one, "minItems": 1, "maxItems": BATCH},
        "Hook": {"type": "object", "description": "What a plugin sends of a post."},
        "Hooks": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Hook"},
            "maxItems": BATCH,
        },
    }
    return made


def _record() -> dict[str, Any]:
    """The schema of a record under the names that are its own; `flask ingest --schema` has the
    others, too.
    """
    text = json.dumps(record_schema()).replace('"#/$defs/', '"#/components/schemas/Record/$defs/')
    schema = {
        name: value for name, value in json.loads(text).items() if name not in ("$schema", "allOf")
    }
    schema["properties"] = {name: schema["properties"][name] for name in RECORD_FIELDS}
    return schema | {"required": ["title"]}
