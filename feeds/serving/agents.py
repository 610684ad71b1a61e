"""Agents that the terms name: what they get, and that nobody else gets the same.

A gate in front of the fast lane. It is there only where terms are set that keep something back, and
it touches no reader: their requests go on as they came.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from store import Terms

from ..links import API_PATH, LICENSE_PATH, PARTNERS_PATH, ROBOTS_PATH
from .partner_gate import PARTNER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DENIED = "nashra.denied"  # in the environment of a request that the terms refuse
_SUMMARIES = "full=0"
# The API asks whoever writes for a token, and has parameters of its own; the others hold the terms.
_APART = (f"{API_PATH}/", ROBOTS_PATH, LICENSE_PATH)
_REMEMBERED = 1_000
_LONGEST = 1_000  # characters of a User-Agent that are looked at


class AgentGate:
    """WSGI middleware in front of all answers, for terms that deny, or give summaries alone."""

    def __init__(self, application: "WSGIApplication", terms: Terms) -> None:
        self._application = application
        self._denies = terms.ai == "deny"
        named = "|".join(map(re.escape, terms.agents)) or "(?!)"
        pattern = re.compile(rf"(?<![A-Za-z0-9_-])(?:{named})(?![A-Za-z0-9_-])", re.IGNORECASE)
        # Few programs ask, many times.
        self._is_named = lru_cache(_REMEMBERED)(lambda agent: bool(pattern.search(agent)))

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let everybody pass; of an agent that the terms name, change the question."""
        agent = environ.get("HTTP_USER_AGENT", "")[:_LONGEST]
        if not self._is_named(agent) or self._is_apart(environ):
            return self._application(environ, start_response)
        self._change(environ)
        return self._application(environ, _for_agents_alone(start_response))

    @staticmethod
    def _is_apart(environ: "WSGIEnvironment") -> bool:
        """Whether the terms say nothing of a request: a partner has terms of its own."""
        return PARTNER in environ or environ["PATH_INFO"].startswith(_APART)

    def _change(self, environ: "WSGIEnvironment") -> None:
        """Ask for summaries, or mark the request as one to refuse.

        A partner's feed has no summaries; one that is open is open to readers.
        """
        if self._denies or environ["PATH_INFO"].startswith(PARTNERS_PATH):
            environ[DENIED] = True
        query = environ.get("QUERY_STRING") or ""
        # Of two values the first one counts. The fast lane, too, hands on whoever asks for `full`.
        environ["QUERY_STRING"] = f"{_SUMMARIES}&{query}" if query else _SUMMARIES


def _for_agents_alone(start_response: "StartResponse") -> "StartResponse":
    """Say of an answer that no cache may give it to anybody else."""

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        kept = [field for field in headers if field[0] not in ("Cache-Control", "Vary")]
        varied = [value for name, value in headers if name == "Vary"]
        kept.append(("Cache-Control", "private, no-cache"))
        kept.append(("Vary", ", ".join((*varied, "User-Agent"))))
        return start_response(status, kept, exc_info)

    return start
