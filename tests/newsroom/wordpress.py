"""What a newsroom's WordPress tells: a saved answer of its REST API, and an export."""

import json
from html import escape

from tests.wxr import HEAD, TAIL, attachment, post

BODY = "أعلنت الهيئة صباح اليوم فتح الطريق الساحلي أمام حركة السير."
SECOND = "وقال المدير إن الحركة عادت إلى طبيعتها منذ الفجر."
THUMBNAIL = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>900001</wp:meta_value></wp:postmeta>"  # noqa: E501


def answer(html: str = f"<p>{BODY}</p>", number: int = 7, **fields: object) -> str:
    """A saved answer of one post."""
    told = {
        "id": number,
        "date_gmt": "2026-11-20T08:00:00",
        "modified_gmt": "2026-11-20T08:00:00",
        "status": "publish",
        "type": "post",
        "link": f"https://bank.example.com/2026/{number}/",
        "guid": {"rendered": f"https://bank.example.com/?p={number}"},
        "title": {"rendered": f"فتح الطريق رقم {number}"},
        "content": {"rendered": html, "protected": False},
        "excerpt": {"rendered": "", "protected": False},
        "featured_media": 0,
        "_embedded": {"author": [{"id": 1, "name": "منى السيد"}]},
    }
    return json.dumps([told | fields], ensure_ascii=False)


def export(*items: str, head: str = HEAD) -> str:
    return f"{head}{''.join(items)}{TAIL}"


def stored(content: str, number: int = 7, **fields: str) -> str:
    """A post of an export without a featured picture."""
    return post(number, content=content, **({"meta": ""} | fields))


def block(number: int, content: str, status: str = "publish") -> str:
    """A reusable block of an export."""
    return post(number, status, content=content, type="wp_block", meta="")


__all__ = [
    "BODY",
    "SECOND",
    "THUMBNAIL",
    "answer",
    "attachment",
    "block",
    "escape",
    "export",
    "stored",
]
