"""Problems as answers: RFC 9457 for machines, a page in Arabic for people."""

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from store import Forbidden, NotFound, Problem, Refused, Unavailable, Withdrawn, WrongSchema

from ..links import ARTICLES_PATH
from ..pages.feed_pages import problem_page
from ..printing.formats import FORMATS
from ..settings.values import Settings

STATUS: dict[type[Problem], int] = {
    Forbidden: 403,
    NotFound: 404,
    Withdrawn: 410,
    Refused: 422,
    Unavailable: 503,
    WrongSchema: 503,
}
ARABIC = {
    404: ("لا يوجد شيء بهذا العنوان", "ربما تغيّر العنوان أو كُتب خطأً."),
    405: ("هذا العنوان للقراءة فقط", "تُقرأ الخلاصات بالطريقة GET."),
    410: ("سُحب هذا الخبر", "كان منشورًا هنا ثم سُحب."),
    503: ("الخدمة غير متاحة الآن", "أعد المحاولة بعد قليل."),
}
ENDED = ("هذه النشرة لم تعد تصدر", "كانت تُنشر هنا، ولم يعد لها عنوان.")
# What machines are told in Arabic, where it is not what a person reads.
SENT = {
    400: ("طلب غير مفهوم", "راجِع صيغة الطلب ومعاملاته."),
    401: ("الرمز مطلوب", "أرفِق رمز الواجهة البرمجية في الترويسة Authorization."),
    403: ("غير مسموح", "لا يملك هذا الرمز تغيير هذا الخبر."),
    404: ("لا يوجد شيء بهذا المعرّف", "تحقّق من المعرّف أو من العنوان."),
    405: ("هذه الطريقة غير متاحة هنا", "تُعدّد الترويسة Allow الطرق المتاحة."),
    409: ("تعارض مع المحفوظ", "أرسِل الخبر بطريقة أخرى كما يذكر التوثيق."),
    413: ("المُرسَل أكبر من المسموح", "قسّم ما ترسله إلى طلبات أصغر."),
    415: ("نوع المحتوى غير مقبول", "أرسِل JSON بترميز UTF-8."),
    422: ("لم يُقبل الخبر", "صحّح الحقل المذكور ثم أعد الإرسال."),
    429: ("طلبات كثيرة", "انتظر المدة المذكورة في الترويسة Retry-After."),
    500: ("حدث خطأ", "وقع خطأ في الخادم، وقد سُجّل."),
}
_API = "/api/"
_MACHINE = (*(format.suffix for format in FORMATS.values()), "/healthz", "/readyz")


def register(app: Flask, settings: Settings) -> None:
    """Answer every Problem, and every error of HTTP itself, in the same two ways."""

    @app.errorhandler(Problem)
    def problem(error: Problem) -> Response:
        members = error.members if isinstance(error, Refused) else {}
        return _answer(settings, STATUS.get(type(error), 500), str(error), members)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        said = error.description or "" if request.path.startswith(_API) else ""
        answer = _answer(settings, error.code or 500, said)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After", "WWW-Authenticate"):
                answer.headers[name] = value
        return answer


def _answer(
    settings: Settings, status: int, detail: str, members: dict[str, object] | None = None
) -> Response:
    machine = request.path.endswith(_MACHINE) or request.path.startswith(_API) or not _is_person()
    if machine:
        answer = _machine(status, detail, members or {})
    else:
        ended = status == 410 and not request.path.startswith(ARTICLES_PATH)
        title, word = ENDED if ended else ARABIC.get(status, ("حدث خطأ", ""))
        answer = Response(problem_page(settings.site, status, title, word), status)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self' {settings.site.base_url}"
    )
    if not machine:
        answer.headers["Content-Language"] = settings.site.language
    answer.headers["Vary"] = "Accept, Accept-Language"
    lasts = status < 500 and not request.path.startswith(_API)
    answer.headers["Cache-Control"] = "max-age=60" if lasts else "no-store"
    if status == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def _is_person() -> bool:
    """Whoever does not ask for JSON alone."""
    accept = request.headers.get("Accept", "")
    return "json" not in accept or "html" in accept


def _machine(status: int, detail: str, members: dict[str, object]) -> Response:
    """RFC 9457, section 3; in Arabic for who prefers it."""
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    language = next((one for one in asked if one in ("en", "ar")), "en")
    title = HTTP_STATUS_CODES.get(status, "Error")
    if language == "ar":
        title, detail = SENT.get(status) or ARABIC.get(status, (SENT[500][0], ""))
    fields = {"type": "about:blank", "title": title, "status": status} | (
        {"detail": detail} if detail else {}
    )
    text = json.dumps(fields | members, ensure_ascii=False) + "\n"
    answer = Response(text, status, content_type="application/problem+json")
    answer.headers["Content-Language"] = language
    return answer
