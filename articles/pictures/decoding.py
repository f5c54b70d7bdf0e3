"""Decode uploaded pictures. A refusal says what is wrong and what to do."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from PIL import Image, ImageCms

MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE_PIXELS = 16_000  # WebP allows up to 16,383
MAX_JPEG_SCANS = 100  # Cameras write about ten; each scan decodes the whole picture again.

_FORMATS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF8", "GIF"))
# Other formats that people upload, by their first bytes.
_UNSUPPORTED_FORMATS = (
    (b"%PDF", gettext_noop("a PDF document")),
    (b"II*\0", gettext_noop("a TIFF picture")),
    (b"MM\0*", gettext_noop("a TIFF picture")),
    (b"BM", gettext_noop("a BMP picture")),
    (b"8BPS", gettext_noop("a Photoshop file")),
    (b"PK\x03\x04", gettext_noop("a ZIP archive or an office document")),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "HEIC"),
    **dict.fromkeys((b"avif", b"avis"), gettext_noop("an AVIF picture")),
}
# Orientation tags of EXIF, and what turns the picture upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_CONVERSION_HINT = gettext_lazy("Please save it as JPEG or PNG, and upload that.")


def require_allowed_size(size: int) -> None:
    """Raise ValidationError for a file with more bytes than allowed."""
    if size > MAX_PICTURE_BYTES:
        sizes = {"size": filesizeformat(size), "most": filesizeformat(MAX_PICTURE_BYTES)}
        sentence = _(
            "This file has %(size)s; a picture may have %(most)s. Please make it smaller: 2,000 "
            "pixels across are plenty."
        )
        raise ValidationError(sentence % sizes)


def decode_picture(data: bytes) -> tuple[Image.Image, str]:
    """Return the pixels, upright, in RGB or RGBA of sRGB, without metadata; and the format of the
    file. Raises ValidationError."""
    require_allowed_size(len(data))
    kind = _format_of(data)
    try:
        image = Image.open(BytesIO(data), formats=[kind])
        _require_allowed_pixels(image)
        if image.format != "MPO" and getattr(image, "is_animated", False):
            raise ValidationError(
                _("This picture moves, and only still ones have a place in a text. %(do)s") % {"do": _CONVERSION_HINT}
            )
        image.load()
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Exception:
        # Decoders raise exceptions of any class.
        raise ValidationError(
            _("This file begins like a picture (%(kind)s), but is damaged or not whole. %(do)s")
            % {"kind": kind, "do": _("Please save it anew, and upload that.")}
        ) from None
    pixels = _in_srgb(_upright(image))
    pixels.info = {}  # Comments would be written again.
    return pixels, kind


def _format_of(data: bytes) -> str:
    """Detect the format by content: names of files can be wrong."""
    for beginning, name in _FORMATS:
        if data.startswith(beginning):
            if name == "JPEG" and data.count(b"\xff\xda") > MAX_JPEG_SCANS:
                raise ValidationError(_("This JPEG has too many layers. %(do)s") % {"do": _CONVERSION_HINT})
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    raise ValidationError(_refusal(data))


def _refusal(data: bytes) -> str:
    brand = _BRANDS.get(data[8:12]) if data[4:8] == b"ftyp" else None
    if brand == "HEIC":
        return _(
            "This is a HEIC picture, as iPhones take them; few browsers show it. Please export it "
            "as JPEG, and upload that. (In the phone's settings: Camera, Formats, Most Compatible.)"
        )
    if b"<svg" in data[:4096].lower():
        return _(
            "This is an SVG drawing. It can contain programs, and is therefore not taken. Please "
            "export it as PNG, 1,600 pixels wide, and upload that."
        )
    kinds = (kind for beginning, kind in _UNSUPPORTED_FORMATS if data.startswith(beginning))
    if kind := brand or next(kinds, None):
        return _("This is %(kind)s. %(do)s") % {"kind": _(kind), "do": _CONVERSION_HINT}
    return _("This is not a picture that is known here: JPEG, PNG, WebP or GIF. %(do)s") % {"do": _CONVERSION_HINT}


def _require_allowed_pixels(image: Image.Image) -> None:
    """Check the size before decoding: a small file can be a huge picture."""
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE_PIXELS:
        raise _too_large(width, height)


def _too_large(width: int = 0, height: int = 0) -> ValidationError:
    size = f" ({width:,} × {height:,})" if width else ""
    sentence = _(
        "This picture has too many pixels%(size)s. It may have %(millions)d million, and %(side)s "
        "along each side. Please make it smaller: 2,000 pixels across are plenty."
    )
    facts = {"size": size, "millions": MAX_PIXELS // 1_000_000, "side": f"{MAX_SIDE_PIXELS:,}"}
    return ValidationError(sentence % facts)


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # Invalid EXIF: the pixels may still be valid.
        return image
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit grey: Pillow would keep the lower byte
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    suits_profiles = mode == "RGB" and image.mode in {"L", "CMYK"}
    colours = image if suits_profiles else image.convert(mode)
    if profile := image.info.get("icc_profile"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(colours, own, srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            converted = None  # An invalid profile is ignored.
        colours = converted or colours
    colours = colours.convert(mode)
    is_opaque = mode == "RGBA" and colours.getchannel("A").getextrema() == (255, 255)
    return colours.convert("RGB") if is_opaque else colours
