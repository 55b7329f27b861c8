"""Checks a picture, a text that calls itself one, and a picture that is too large."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def png(padding=0):
    file = BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return file.getvalue() + b"\0" * padding


def valid(content, name="cover.png", content_type="image/png"):
    return CoverForm({}, {"cover": SimpleUploadedFile(name, content, content_type)}).is_valid()


assert valid(png())
assert not valid(b"no picture at all")
assert not valid(png(padding=1_000_000))
assert not CoverForm({}, {}).is_valid()
