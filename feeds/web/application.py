"""The Flask application, whose web face is loaded when its routes are first looked at.

A command needs no web, and starts in half the time without one. Whoever asks for a route finds it,
as does whoever lists them all (`flask routes`).
"""

from pathlib import Path
from threading import RLock

from flask import Flask, Response, request
from werkzeug.routing import Map

from store import load

from ..newsroom import Newsroom


class Application(Flask):
    """Flask over one newsroom; templates and static files lie in `folder`.

    threads   whether the face begins the threads of a web worker
    """

    def __init__(self, newsroom: Newsroom, folder: Path, *, threads: bool) -> None:
        self._newsroom = newsroom
        self._threads = threads
        self._loading = RLock()
        self._is_due = False  # not while Flask itself looks at its routes
        super().__init__("nashra", root_path=str(folder))
        self._is_due = True

    @property
    def url_map(self) -> Map:
        """The routes, with those of the web face."""
        self.load_face()
        return self._url_map

    @url_map.setter
    def url_map(self, routes: Map) -> None:
        self._url_map = routes

    def send_static_file(self, filename: str) -> Response:
        """A file of `static`, compared by its ETag alone: a client's clock may run ahead."""
        request.environ.pop("HTTP_IF_MODIFIED_SINCE", None)
        response = super().send_static_file(filename)
        del response.headers["Last-Modified"]
        return response

    def load_face(self) -> None:
        """Load the web face, unless it is there; of many threads one does, and the others wait.

        Where it cannot be imported, each request fails and says why: else all but the first would
        be told that there is no such page.
        """
        with self._loading:
            if self._is_due:
                face = load("feeds.web.face")
                self._is_due = False  # the face looks at the routes too
                face.register(self, self._newsroom, threads=self._threads)
