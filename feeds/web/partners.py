"""Feeds of partners, and what is said to whoever may not read them.

Whether somebody may is the gate's to know (`feeds/serving/partner_gate.py`): it leaves a mark.
"""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from store import NotFound, Site

from ..links import partner_key
from ..printing.formats import FORMATS
from ..printing.formats.format import Format
from ..serving.partner_gate import PARTNER, GateAnswer, GateAnswers
from ..settings.values import Partner
from .feeds import FeedView
from .problems import Failure, made_before

_NO_FEED = "no partner has a feed at this address"
_NO_CREDENTIALS = "this feed is for one partner, show its token"


def blueprint(view: FeedView) -> Blueprint:
    """`/partner/{slug}.rss`, `.atom` and `.json`."""
    blueprint = Blueprint("partners", __name__)
    partners = PartnerView(view)
    for format in FORMATS.values():
        show = partial(partners.show, format)
        path = f"/{partner_key('<slug>')}{format.suffix}"
        blueprint.add_url_rule(path, format.name, show, methods=["GET"])
    return blueprint


def refusals(site: Site) -> GateAnswers:
    """The answers of the gate, made once."""
    unread = Failure(503, "the tokens of partners cannot be read now, ask again in a moment")
    # The same realm everywhere, and no word that names a partner.
    basic = 'Basic realm="partner", charset="UTF-8"'
    return GateAnswers(
        by_access={
            "secret": _refusal(site, Failure(404, _NO_FEED)),
            "basic": _refusal(site, Failure(401, _NO_CREDENTIALS), basic),
            "bearer": _refusal(site, Failure(401, _NO_CREDENTIALS), 'Bearer realm="partner"'),
        },
        unread=_refusal(site, unread),
    )


def _refusal(site: Site, failure: Failure, challenge: str = "") -> GateAnswer:
    response = made_before(site, failure)
    if challenge:
        response.headers["WWW-Authenticate"] = challenge
    return GateAnswer(response.status, response.headers.to_wsgi_list(), response.get_data())


@dataclass(frozen=True, slots=True)
class PartnerView:
    """The view of partners' feeds, from those of all feeds."""

    view: FeedView

    def show(self, format: Format, slug: str) -> Response:
        """Answer with a partner's feed. Raises NotFound or Unavailable."""
        partner = self._admitted(slug)
        if partner is None:
            raise NotFound(_NO_FEED)
        held = self.view.edition(partner.key)
        if format.name not in held.formats:
            raise NotFound(_NO_FEED)
        reply = self.view.answer(held, format, partner.access)
        response = self.view.counted(partner.key, format, reply)
        if request.method == "GET":
            agent = request.headers.get("User-Agent", "")
            self.view.tally.fetches.note(reply.edition, format.name, agent)
        return response

    def _admitted(self, slug: str) -> Partner | None:
        """The partner of that slug, if whoever asks may read its feed."""
        partners = self.view.newsroom.settings.partners
        partner = next((partner for partner in partners if partner.slug == slug), None)
        if partner is None:
            return None
        is_let_in = partner.access == "open" or request.environ.get(PARTNER) == slug
        return partner if is_let_in else None
