"""The path of an uploaded file tells its month, its pixels and its type."""

from store.text.uploads import Upload, upload


def test_an_upload_tells_its_month_its_pixels_and_its_type() -> None:
    found = upload("https://example.com/wp-content/uploads/2025/02/x-780x470.jpg?v=1")
    assert found == Upload(2025, 2, 780, 470, "image/jpeg")
    assert upload("https://example.com/x-00x00.jpg#a") == Upload(
        None, None, None, None, "image/jpeg"
    )
    assert upload("https://example.com/2025/02/x.webp") == Upload(
        None, None, None, None, "image/webp"
    )
    assert upload("https://example.com/uploads/2025/13/x") == Upload(None, None, None, None, None)
