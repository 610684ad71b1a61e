"""Whose article it is, and in which sections a token may change it."""

from datetime import timedelta

from store import find
from tests.feeds.web.api.sender import (
    ARTICLES,
    OTHER,
    SECRET,
    Sender,
    decisions,
    make_app,
    token,
)
from tests.room import START, Room, article


def test_only_its_source_changes_an_article(wire: Sender, other: Sender, room: Room) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    assert other("DELETE", f"{ARTICLES}/{ours}").status_code == 403
    assert other("POST", f"{ARTICLES}/{ours}/restore").status_code == 403
    assert other("PUT", f"{ARTICLES}/{ours}", json=article(title="عنوان آخر")).status_code == 403
    assert other("DELETE", f"{ARTICLES}/n-1").status_code == 404
    assert find(room.store, ours).live
    assert find(room.store, ours).article.title == article()["title"]


def test_a_token_changes_only_its_own_sections(scoped: Sender) -> None:
    assert scoped.send(article(1, sections=["سياسة"])).status_code == 403
    assert (
        scoped.send(article(1, sections=["اقتصاد"]), article(2, sections=["سياسة"])).status_code
        == 403
    )
    assert scoped("GET", f"{ARTICLES}?source=sports").json["items"] == []  # type: ignore[index]
    assert scoped.send(article(1, sections=["اقتصاد"])).status_code == 201
    assert scoped.send(article(1, sections=["سياسة"])).status_code == 403
    assert scoped("GET", f"{ARTICLES}/n-1").json["sections"] == ["economy"]  # type: ignore[index]


def test_a_token_takes_nothing_out_of_other_sections(room: Room) -> None:
    wide = Sender(make_app(room.store, (token("desk", SECRET),)).test_client(), SECRET)
    wide.send(article())
    narrow = make_app(room.store, (token("desk", SECRET, frozenset({"economy"})),)).test_client()
    desk = Sender(narrow, SECRET)
    assert desk("DELETE", f"{ARTICLES}/n-1").status_code == 403
    assert desk.send(article(sections=["اقتصاد"])).status_code == 403
    assert wide("GET", f"{ARTICLES}/n-1").json["state"] == "live"  # type: ignore[index]


def test_a_token_sends_nothing_into_other_sections_not_even_what_changes_nothing(
    room: Room,
) -> None:
    wide = Sender(make_app(room.store, (token("desk", SECRET),)).test_client(), SECRET)
    wide.send(article())
    tokens = (
        token("desk", SECRET, frozenset({"economy"})),
        token("other", OTHER, frozenset({"economy"})),
    )
    client = make_app(room.store, tokens).test_client()
    again, elsewhere = Sender(client, SECRET), Sender(client, OTHER)
    assert again.send(article()).status_code == 403
    assert elsewhere.send(article(id="another")).status_code == 403
    with room.store.snapshot() as snapshot:
        assert snapshot.articles.copies(wide("GET", f"{ARTICLES}/n-1").json["id"]) == []  # type: ignore[index]


def test_what_names_no_section_goes_into_the_tokens_only_one(scoped: Sender) -> None:
    assert scoped.send(article(sections=[])).status_code == 201
    assert scoped("GET", f"{ARTICLES}/n-1").json["sections"] == ["economy"]  # type: ignore[index]


def test_another_source_learns_nothing_of_an_embargo(wire: Sender, other: Sender) -> None:
    """Neither by asking for it, nor by changing it, nor by sending its address or title."""
    embargo = article(publish_at=(START + timedelta(days=300)).isoformat())
    ours = wire.send(embargo).json["items"][0]["id"]  # type: ignore[index]
    for method, path in (("GET", ours), ("DELETE", ours), ("POST", f"{ours}/restore")):
        unknown = other(method, f"{ARTICLES}/{path.replace(ours, 'urn:uuid:0')}")
        assert other(method, f"{ARTICLES}/{path}").status_code == unknown.status_code == 404
    for record in (article(id=None), article(id=None, url=None), article(id="their-own")):
        sent = other.send(record | {"publish_at": embargo["publish_at"]})
        assert ours not in sent.text


def test_a_narrow_token_keeps_no_news_of_others_from_being_shown(
    scoped: Sender, wire: Sender
) -> None:
    claims = [article(number, sections=["اقتصاد"]) for number in (1, 2)]
    (_, claim) = scoped.send(*claims).json["items"]  # type: ignore[index]
    sent = wire.send(article(3, url=claims[0]["url"]))
    assert (sent.status_code, decisions(sent)) == (201, ["new"])
    economy = article(4, url=claims[1]["url"], sections=["اقتصاد"])
    sent = wire.send(economy)
    assert (sent.status_code, decisions(sent)) == (200, ["copy"])
    assert sent.json["items"][0]["id"] == claim["id"]  # type: ignore[index]
    scoped("DELETE", f"{ARTICLES}/n-2")
    assert decisions(wire.send(economy)) == ["new"]
