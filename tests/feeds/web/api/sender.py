"""Tokens, an application that knows them, and one who asks it with a token."""

import hashlib
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feeds.links import partner_key
from feeds.newsroom import Newsroom
from feeds.settings.values import Partner, Settings, Token
from feeds.web import face
from store import PartnerChoice, Sections, Store, Wire
from tests.room import ECONOMY, FRONT, POLITICS, SITE

SECRET = "wire-secret"
OTHER = "other-secret"
SCOPED = "scoped-secret"


ARTICLES = "/api/v1/articles"


JSON = {"Content-Type": "application/json"}


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def token(name: str, secret: str, sections: frozenset[str] | None = None) -> Token:
    return Token(name, hashlib.sha256(secret.encode()).hexdigest(), sections)


TOKENS = (
    token("wire", SECRET),
    token("other", OTHER),
    token("sports", SCOPED, frozenset({"economy"})),
)


PARTNER = Partner(
    slug="msn", title="إم إس إن", profile="msn", choice=PartnerChoice(feed=partner_key("msn"))
)
AGENCY = Wire(name="agency", kind="feed", url="https://agency.example/feed")


def make_settings(
    tokens: tuple[Token, ...] = TOKENS, wires: tuple[Wire, ...] = (AGENCY,)
) -> Settings:
    return Settings(
        database="",
        log=("info", "text"),
        site=SITE,
        front=FRONT,
        sections=Sections((POLITICS, ECONOMY)),
        guard=True,
        tombstones=True,
        tokens=tokens,
        wires=wires,
        partners=(PARTNER,),
    )


def make_app(
    store: Store, tokens: tuple[Token, ...] = TOKENS, wires: tuple[Wire, ...] = (AGENCY,)
) -> Flask:
    app = Flask("nashra")
    face.register(app, Newsroom(make_settings(tokens, wires), store), threads=False)
    return app


class Sender:
    """One who asks with a token."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client, self.headers = client, bearer(secret)

    def __call__(self, method: str, path: str, **more: Any) -> TestResponse:
        more["headers"] = self.headers | more.get("headers", {})
        return self.client.open(path, method=method, **more)

    def send(self, *records: dict[str, object]) -> TestResponse:
        return self("POST", ARTICLES, json=records[0] if len(records) == 1 else list(records))


def decisions(answer: TestResponse) -> list[str]:
    return [item["decision"] for item in answer.json["items"]]  # type: ignore[index]
