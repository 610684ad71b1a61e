"""Problems as answers: RFC 9457 for machines, a page in Arabic for people."""

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from store import NotFound, Problem, Unavailable, Withdrawn, WrongSchema

from ..formats import FORMATS
from ..pages import problem_page
from ..settings import Settings

STATUS: dict[type[Problem], int] = {NotFound: 404, Withdrawn: 410, Unavailable: 503, WrongSchema: 503}
ARABIC = {
    404: ("لا يوجد شيء بهذا العنوان", "ربما تغيّر العنوان أو كُتب خطأً."),
    405: ("هذا العنوان للقراءة فقط", "تُقرأ الخلاصات بالطريقة GET."),
    410: ("سُحب هذا الخبر", "كان منشورًا هنا ثم سُحب."),
    503: ("الخدمة غير متاحة الآن", "أعد المحاولة بعد قليل."),
}
ENDED = ("هذه النشرة لم تعد تصدر", "كانت تُنشر هنا، ولم يعد لها عنوان.")
ENGLISH = {404: "Not found", 405: "Method not allowed", 410: "Gone", 503: "Not available now"}
_MACHINE = (*(format.suffix for format in FORMATS.values()), "/healthz", "/readyz")


def register(app: Flask, settings: Settings) -> None:
    """Answer every Problem, and every error of HTTP itself, in the same two ways."""

    @app.errorhandler(Problem)
    def problem(error: Problem) -> Response:
        return _answer(settings, STATUS.get(type(error), 500), str(error))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        answer = _answer(settings, error.code or 500, "")
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer


def _answer(settings: Settings, status: int, detail: str) -> Response:
    if request.path.endswith(_MACHINE) or not _is_person():
        answer = _machine(status, detail)
    else:
        ended = status == 410 and not request.path.startswith("/articles/")
        title, word = ENDED if ended else ARABIC.get(status, ("حدث خطأ", ""))
        answer = Response(problem_page(settings.site, status, title, word), status)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = f"default-src 'none'; style-src 'self' {settings.site.base_url}"
    answer.headers["Content-Language"] = settings.site.language if answer.mimetype == "text/html" else "en"
    answer.headers["Vary"] = "Accept"
    answer.headers["Cache-Control"] = "no-store" if status >= 500 else "max-age=60"
    if status == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def _is_person() -> bool:
    """Whoever does not ask for JSON alone."""
    accept = request.headers.get("Accept", "")
    return "json" not in accept or "html" in accept


def _machine(status: int, detail: str) -> Response:
    """RFC 9457, section 3."""
    title = ENGLISH.get(status, "Error")
    fields = {"type": "about:blank", "title": title, "status": status} | ({"detail": detail} if detail else {})
    text = json.dumps(fields, ensure_ascii=False) + "\n"
    return Response(text, status, content_type="application/problem+json")
