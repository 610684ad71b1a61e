"""A news page of a given head, and of given elements around its heading and its text."""

HEADING = "فتح الطريق الساحلي أمام حركة السير"
_PARAGRAPHS = (
    "أعلنت الهيئة صباح اليوم فتح الطريق الساحلي أمام حركة السير بعد أعمال استمرت شهرين، وشملت"
    " الجسور والأنفاق.",
    "وقال مدير الهيئة إن الحركة عادت إلى طبيعتها، وإن الرسوم لم تتغير منذ العام الماضي، وإنها لن"
    " تتغير قريبا.",
    "وأضاف أن المرحلة الثانية من المشروع تبدأ مطلع العام المقبل، وتشمل إنشاء ثلاثة جسور للمشاة"
    " ومحطة للحافلات قرب الميناء.",
)
WORDS = " ".join(_PARAGRAPHS)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in _PARAGRAPHS)


def page(
    head: str = "",
    *,
    title: str = HEADING,
    heading: str = HEADING,
    text: str = TEXT,
    wrap: str = "article",
    before: str = "",
    above: str = "",
    below: str = "",
    after: str = "",
) -> str:
    """A page; `above` and `below` stand around the text, `before` and `after` around all of it."""
    h1 = f"<h1>{heading}</h1>" if heading else ""
    return (
        '<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{title}</title>{head}</head><body>{before}"
        f"<{wrap}>{h1}{above}{text}{below}</{wrap}>{after}</body></html>"
    )
