"""Text, pictures and Markdown become HTML."""

from store.text.markup.make import element, figure, from_markdown
from tests.store.text.markup.cleaning import cleaned


def test_text_becomes_an_element_and_a_picture_a_figure() -> None:
    assert element("p", 'أ < ب & "ج"') == '<p>أ &lt; ب &amp; "ج"</p>'
    assert (
        figure("/a.jpg", 'صورة "أ"')
        == '<figure><img src="/a.jpg" alt="صورة &quot;أ&quot;"></figure>'
    )


def test_markdown_becomes_html() -> None:
    html = cleaned(
        from_markdown(
            "## عنوان\n\n**خبر** و[رابط](/x)\n\n- أ\n-"
            " ب\n\n|أ|ب|\n|-|-|\n|1|2|\n\n<script>x</script>"
        )
    )
    assert "<h2>عنوان</h2>" in html
    assert '<p><strong>خبر</strong> و<a href="https://example.com/x">رابط</a></p>' in html
    assert "<li>أ</li>" in html
    assert "<td>1</td>" in html
    assert "script" not in html
