"""The gate of partners: whom it lets in, and that what it says to others tells nothing."""

import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feeds.newsroom import Newsroom
from feeds.serving import partner_tokens
from feeds.serving.partner_gate import PARTNER, PartnerGate
from feeds.web import face
from store import Store
from tests.gated import (
    FEED,
    LETTERS,
    PARTNERS,
    PRIVATE,
    TOKENS,
    basic,
    bearer,
    print_by_hand,
    settings_of,
)

CHALLENGES = {
    "basic": 'Basic realm="partner", charset="UTF-8"',
    "bearer": 'Bearer realm="partner"',
}


@pytest.fixture
def store(sqlite: str) -> Iterator[Store]:
    opened = Store(sqlite)
    for one in PARTNERS:
        print_by_hand(opened, one.slug, rss=FEED)
    yield opened
    opened.close()


@pytest.fixture
def app(store: Store) -> Flask:
    app = Flask("nashra")
    face.register(app, Newsroom(settings_of(), store))
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def whole(answer: TestResponse) -> tuple[str, Any, bytes]:
    """All that is told by an answer."""
    return answer.status, answer.headers.to_wsgi_list(), answer.data


@pytest.mark.parametrize("access", sorted(CHALLENGES))
def test_whoever_shows_no_right_token_is_asked_for_one(client: FlaskClient, access: str) -> None:
    path = f"/partner/{access}.rss"
    tokens = (*TOKENS.values(), "wrong", "", TOKENS[access][:-1], TOKENS[access] + "x")
    shown: list[dict[str, str]] = [{}]
    shown += [bearer(token) for token in tokens if access == "basic" or token != TOKENS[access]]
    shown += [
        basic(access, token) for token in tokens if access == "bearer" or token != TOKENS[access]
    ]
    shown += [basic("public", TOKENS[access]), basic("", TOKENS[access])]
    answers = [client.get(path, headers=headers) for headers in shown]
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {CHALLENGES[access]}
    assert len({(answer.status, answer.data) for answer in answers}) == 1
    problem = answers[0]
    assert problem.status_code == 401
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.headers["Cache-Control"] == "no-store"
    assert json.loads(problem.data)["status"] == 401
    assert client.head(path).data == b""


def test_the_scheme_is_read_in_any_case(client: FlaskClient) -> None:
    for access in sorted(CHALLENGES):
        path, letters = LETTERS[access]
        scheme, _, credentials = letters["Authorization"].partition(" ")
        for spelt in (scheme.lower(), scheme.upper()):
            headers = {"Authorization": f"{spelt} {credentials}"}
            assert client.get(path, headers=headers).status_code == 200


def test_the_answer_to_a_wrong_secret_is_the_answer_to_an_unknown_partner(
    client: FlaskClient,
) -> None:
    secret = TOKENS["hidden"]
    paths = (
        "/partner/nobody.rss",
        f"/partner/nobody/{secret}.rss",
        "/partner/hidden.rss",
        "/partner/hidden/wrong.rss",
        f"/partner/hidden/{secret[:-1]}.rss",
        f"/partner/hidden/{secret}x.rss",
        f"/partner/hidden/{secret}",
        f"/partner/hidden/{secret}.xml",
        f"/partner/hidden/{secret}/{secret}.rss",
        f"/partner/hidden//{secret}.rss",
        f"/partner/HIDDEN/{secret}.rss",
        "/partner/hidden/.rss",
        "/partner/hidden/",
        "/partner/",
        f"/partner/hidden/{TOKENS['basic']}.rss",
        f"/partner/basic/{TOKENS['basic']}.rss",
        f"/partner/public/{secret}.rss",
    )
    answers = [whole(client.get(path)) for path in paths]
    answers += [whole(client.get(path, headers=basic("hidden", secret))) for path in paths]
    answers += [whole(client.get(path, headers=bearer(secret))) for path in paths]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == "404 NOT FOUND"
    assert json.loads(answers[0][2])["status"] == 404


def test_every_digest_is_compared_whoever_asks_for_what(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    compare = hmac.compare_digest

    def noted(known: str, shown: str) -> bool:
        compared.append((known, shown))
        return compare(known, shown)

    monkeypatch.setattr(partner_tokens.hmac, "compare_digest", noted)
    every = [digest for one in PARTNERS for digest in one.tokens]
    for path, headers in (
        *LETTERS.values(),
        ("/partner/nobody/x.rss", {}),
        ("/partner/hidden.rss", {}),
        ("/partner/hidden/x.rss", {}),
        ("/partner/basic.rss", {}),
        ("/partner/basic.rss", {"Authorization": "Basic !"}),
        ("/partner/bearer.rss", bearer("x" * 100_000)),
    ):
        client.get(path, headers=headers)
        is_open = path == "/partner/public.rss"
        assert [known for known, _ in compared] == ([] if is_open else every), path
        compared.clear()


def test_no_token_opens_the_feed_of_another(client: FlaskClient) -> None:
    for slug in PRIVATE:
        for other in PRIVATE:
            letters = {
                "hidden": (f"/partner/hidden/{TOKENS[other]}.rss", {}),
                "basic": ("/partner/basic.rss", basic("basic", TOKENS[other])),
                "bearer": ("/partner/bearer.rss", bearer(TOKENS[other])),
            }
            path, headers = letters[slug]
            opened = client.get(path, headers=headers).status_code == 200
            assert opened is (slug == other)


def test_nothing_behind_the_gate_could_open_it(app: Flask) -> None:
    seen: list[dict[str, Any]] = []

    def noted(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.append(environ)
        start("200 OK", [])
        return []

    assert isinstance(app.wsgi_app, PartnerGate)
    app.wsgi_app._application = noted
    for slug in PRIVATE:
        path, headers = LETTERS[slug]
        app.test_client().get(path, headers=headers)
        environ = seen.pop()
        assert (environ[PARTNER], environ["PATH_INFO"]) == (slug, f"/partner/{slug}.rss")
        parts = {name: part for name, part in environ.items() if isinstance(part, str)}
        sent = headers.get("Authorization", TOKENS[slug]).rpartition(" ")[2]
        assert not [name for name, part in parts.items() if TOKENS[slug] in part or sent in part]


def test_what_is_no_partners_goes_on_as_it_came(client: FlaskClient) -> None:
    for path in ("/partner", "/partners/x.rss", "/Partner/x.rss", "/partner.rss"):
        before = client.get(path, headers=basic("x", "y"))
        assert before.status_code == 404
        assert whole(before) != whole(client.get("/partner/nobody.rss"))
