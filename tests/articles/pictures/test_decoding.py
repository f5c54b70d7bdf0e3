"""Decoding of uploads: formats, limits, and helpful refusals."""

import zlib
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from articles.pictures.decoding import MAX_PICTURE_BYTES, decode_picture
from articles.pictures.files import encode_picture
from tests.articles.pictures.sample_files import (
    chunk,
    drawn,
    file,
    opened,
    png,
    webp_canvas,
    with_gps,
    with_scans,
    with_words,
)


def refusal(data: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        encode_picture(data)
    return " ".join(refused.value.messages)


def is_red(pixel: tuple) -> bool:
    return pixel[0] > 150 and pixel[2] < 90


@pytest.mark.parametrize(("kind", "fallback"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "JPEG"), ("GIF", "PNG")])
def test_accepted_formats_and_their_results(kind, fallback):
    encoded = encode_picture(file(kind))
    assert (encoded.format, encoded.width, encoded.height) == (fallback, 60, 40)
    assert {opened(data).format for data in encoded.files.values()} == {fallback, "WEBP"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG drawing. It can contain programs"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE x><SVG onload="alert(1)"/>', "SVG drawing"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC picture, as iPhones take them"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "an AVIF picture"),
        (b"II*\0" + b"\0" * 50, "a TIFF picture"),
        (b"BM" + b"\0" * 50, "a BMP picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04" + b"\0" * 50, "a ZIP archive"),
        (b"<!doctype html><script>alert(1)</script>", "not a picture that is known here"),
        (b"", "not a picture that is known here"),
        (b"\0" * 100, "not a picture that is known here"),
    ],
)  # fmt: skip
def test_refusals_name_the_format_and_a_remedy(data, words):
    assert words in refusal(data)
    assert "upload that" in refusal(data)


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "ICO", "TGA", "JPEG2000", "AVIF"])
def test_other_formats_are_not_even_tried(kind):
    assert "upload that" in refusal(file(kind))


def test_more_bytes_than_a_picture_may_have():
    data = b"\x89PNG\r\n\x1a\n" + b"\0" * MAX_PICTURE_BYTES
    assert "a picture may have 10.0\xa0MB" in refusal(data)


@pytest.mark.parametrize(
    "bomb",
    [
        png(30_000, 30_000),
        png(8_000, 8_000),
        png(20_000, 10),
        png(2**31 - 1, 2**31 - 1),
        webp_canvas(16_383, 16_383),
        webp_canvas(2**24, 255),
        b"GIF89a" + b"\xff\xff\xff\xff" + file("GIF")[10:],
    ],
    ids=["30,000", "8,000", "wide", "enormous", "webp", "webp wide", "gif"],
)
def test_a_small_file_that_says_it_is_huge(bomb):
    assert "too many pixels" in refusal(bomb)


def test_nothing_is_decoded_of_what_is_too_large(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda image: pytest.fail("decoded"))
    assert "too many pixels" in refusal(png(30_000, 30_000))


def test_a_picture_that_bursts_when_it_is_unpacked():
    rows = b"\0" * 50_000_000
    assert encode_picture(png(2, 2, pixels=rows)).width == 2  # read only as far as its pixels go
    for name in (b"zTXt", b"iCCP"):
        words = chunk(name, b"Comment\0\0" + zlib.compress(rows))
        assert "damaged" in refusal(png(2, 2, words))


def test_a_jpeg_that_is_to_be_painted_a_thousand_times():
    assert "too many layers" in refusal(with_scans(1000))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_off(kind, part):
    data = file(kind, Image.effect_noise((200, 200), 50).convert("RGB"))
    assert "upload that" in refusal(data[: int(len(data) * part)])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_with_any_byte_changed_is_a_picture_or_is_refused(kind):
    data = file(kind, drawn(8, 8))
    for place in range(0, len(data), max(1, len(data) // 120)):
        for value in (0x00, 0xFF, data[place] ^ 0x55):
            broken = data[:place] + bytes([value]) + data[place + 1 :]
            with suppress(ValidationError):
                decode_picture(broken)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_refused(kind):
    frames = [drawn(), drawn().rotate(90), drawn().rotate(180)]
    data = file(kind, frames[0], save_all=True, append_images=frames[1:], duration=100)
    assert "This picture moves" in refusal(data)


def test_a_phone_that_writes_several_pictures_into_one_file_gives_the_first():
    data = file("MPO", drawn(), save_all=True, append_images=[drawn(30, 20)])
    assert encode_picture(data).width == 60


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rotated_photograph_is_stored_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image, _kind = decode_picture(file("JPEG", exif=exif, quality=95))
    assert image.size == ((60, 40) if orientation < 5 else (40, 60))
    edges = {"left": (2, 20), "right": (57, 20)} if orientation < 5 else {"top": (20, 2), "bottom": (20, 57)}
    red = {edge for edge, place in edges.items() if is_red(image.getpixel(place))}
    expected = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
    assert red == {expected[orientation]}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixels(mode):
    image = Image.new("I;16", (60, 40), 30_000) if mode == "I;16" else drawn(mode=mode)
    read_again, _kind = decode_picture(file("PNG", image.convert("P") if mode == "PA" else image))
    assert read_again.mode == "RGB"
    if mode == "I;16":
        assert 110 < read_again.getpixel((1, 1))[0] < 125


def test_colours_for_print_become_colours_for_screens():
    image, _kind = decode_picture(file("JPEG", drawn(mode="CMYK")))
    assert image.mode == "RGB"
    assert is_red(image.getpixel((2, 20)))


def test_what_is_transparent_stays_so():
    image = drawn(mode="RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    encoded = encode_picture(file("WEBP", image, lossless=True))
    assert encoded.format == "PNG"
    for data in encoded.files.values():
        assert opened(data).convert("RGBA").getpixel((0, 0))[3] < 10


def test_a_colour_profile_is_applied_and_gone():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, srgb, b"nonsense", b""):
        image, _kind = decode_picture(file("PNG", icc_profile=profile) if profile else file("PNG"))
        assert image.info == {}
    image, _kind = decode_picture(file("PNG", icc_profile=srgb))
    assert is_red(image.getpixel((2, 20)))


def test_nothing_is_left_of_where_and_by_whom_it_was_taken():
    data = with_gps()
    assert b"Secret Camera" in data
    assert b"Secret Place" in data
    encoded = encode_picture(data)
    assert (encoded.width, encoded.height) == (40, 60)
    for written in encoded.files.values():
        image = opened(written)
        assert b"Secret" not in written
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & image.info.keys()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_page_that_hides_in_a_picture_is_gone(kind):
    data = with_words(kind)
    assert b"<script>" in data
    for written in encode_picture(data).files.values():
        assert b"<script>" not in written
        assert b"Secret" not in written
