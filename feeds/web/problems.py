"""Problems as answers: RFC 9457 for machines, a page in Arabic for people."""

from dataclasses import dataclass, field

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from store import (
    ACCEPT_LANGUAGE_LIMIT,
    BadQuestion,
    Expired,
    Forbidden,
    NotFound,
    Problem,
    Refused,
    Site,
    Unavailable,
    Withdrawn,
    WrongSchema,
)

from ..links import ARTICLES_PATH
from ..pages.feed_pages import problem_page
from ..printing.formats import FORMATS
from ..printing.formats.content import WITHDRAWN
from ..serving.agents import DENIED
from ..serving.partner_gate import PARTNER
from . import responses

STATUS: dict[type[Problem], int] = {
    Forbidden: 403,
    NotFound: 404,
    Withdrawn: 410,
    Expired: 410,
    BadQuestion: 400,
    Refused: 422,
    Unavailable: 503,
    WrongSchema: 503,
}

# A title, and a sentence that says what to do.
Words = tuple[str, str]
FOR_PEOPLE: dict[int, Words] = {
    400: ("طلب غير مفهوم", "راجِع العنوان ثم أعد المحاولة."),
    403: ("غير مسموح", "شروط هذا الموقع لا تتيح نصوصه لمن يطلب بهذا الاسم."),
    404: ("لا يوجد شيء بهذا العنوان", "ربما تغيّر العنوان أو كُتب خطأً."),
    405: ("هذا العنوان للقراءة فقط", "تُقرأ الخلاصات بالطريقة GET."),
    410: (WITHDRAWN, "كان منشورًا هنا ثم سُحب."),
    503: ("الخدمة غير متاحة الآن", "أعد المحاولة بعد قليل."),
}
EXPIRED = ("لم يعد هذا الخبر منشورًا", "كان منشورًا هنا ثم انتهت مدة نشره.")
FEED_ENDED = ("هذه النشرة لم تعد تصدر", "كانت تُنشر هنا، ولم يعد لها عنوان.")
UNEXPECTED = ("حدث خطأ", "")
# Machines are told the same as people, but for these.
FOR_MACHINES: dict[int, Words] = {
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
_LANGUAGES = ("en", "ar")  # of problems for machines
_API = "/api/"  # of any version
_FOR_MACHINES_ALONE = (*(format.suffix for format in FORMATS.values()), "/healthz", "/readyz")
_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no other answer: a status, a detail in English, and members of its own.

    words  for people, where those of its status say something else
    """

    status: int
    detail: str
    members: dict[str, object] = field(default_factory=dict)
    words: Words | None = None


def register(app: Flask, site: Site) -> None:
    """Answer every Problem, and every error of HTTP itself, in the same two ways."""

    @app.errorhandler(Problem)
    def answer_problem(error: Problem) -> Response:
        status = STATUS.get(type(error), 500)
        members = error.members if isinstance(error, Refused) else {}
        words = EXPIRED if isinstance(error, Expired) else None
        return _answer(site, Failure(status, str(error), members, words))

    @app.errorhandler(HTTPException)
    def answer_http_error(error: HTTPException) -> Response:
        response = _answer(site, Failure(error.code or 500, _http_detail(error)))
        for name, value in error.get_headers():
            if name in _KEPT_HEADERS:
                response.headers[name] = value
        return response


def refuse_agents() -> None:
    """Raise Forbidden for a request of an agent to whom the terms give nothing."""
    if request.environ.get(DENIED):
        raise Forbidden("the terms of this site (license.xml) give no texts to this agent")


def _http_detail(error: HTTPException) -> str:
    """Detail of an error of HTTP; none outside the API, where it is werkzeug's and not ours."""
    return (error.description or "") if _is_api() else ""


def _answer(site: Site, failure: Failure) -> Response:
    lasting = failure.status < 500 and not _is_for_one()
    if is_for_machine():
        language = _language()
        return responses.problem(
            site,
            failure.status,
            details(failure, language),
            content_type=responses.PROBLEM,
            language=language,
            lasting=lasting,
        )
    title, advice = failure.words or _words_for_people(failure.status)
    return responses.problem(
        site,
        failure.status,
        problem_page(site, failure.status, title, advice),
        content_type=responses.HTML,
        language=site.language,
        lasting=lasting,
    )


def made_before(site: Site, failure: Failure) -> Response:
    """A problem for machines, for answers in front of Flask: made once, and kept by no cache."""
    response = responses.problem(
        site,
        failure.status,
        details(failure, "en"),
        content_type=responses.PROBLEM,
        language="en",
        lasting=False,
    )
    return responses.forbid_sniffing(response)


def _is_for_one() -> bool:
    """Whether the answer is for whoever asks alone: the API, or behind the gate of partners."""
    return _is_api() or PARTNER in request.environ


def _is_api() -> bool:
    """Whether the API is asked, in any version of it."""
    return request.path.startswith(_API)


def is_for_machine() -> bool:
    """Whether a program asks: by the address alone, or for JSON and no HTML."""
    if request.path.endswith(_FOR_MACHINES_ALONE) or _is_api():
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and "html" not in accept


def _words_for_people(status: int) -> Words:
    if status == 410 and not request.path.startswith(ARTICLES_PATH):
        return FEED_ENDED
    return FOR_PEOPLE.get(status, UNEXPECTED)


def _words_for_machines(status: int) -> Words:
    return FOR_MACHINES.get(status) or FOR_PEOPLE.get(status, UNEXPECTED)


def _language() -> str:
    """Language of a problem for machines: the first in `Accept-Language` that we have, or `en`."""
    if len(request.headers.get("Accept-Language", "")) > ACCEPT_LANGUAGE_LIMIT:
        return "en"
    for tag in request.accept_languages.values():
        language = tag.partition("-")[0].lower()
        if language in _LANGUAGES:
            return language
    return "en"


def details(failure: Failure, language: str) -> str:
    """Problem details as JSON (RFC 9457, section 3)."""
    title = HTTP_STATUS_CODES.get(failure.status, "Error")
    detail = failure.detail
    if language == "ar":
        title, detail = failure.words or _words_for_machines(failure.status)
    fields: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": failure.status,
    }
    if detail:
        fields["detail"] = detail
    return json.dumps(fields | failure.members, ensure_ascii=False) + "\n"
