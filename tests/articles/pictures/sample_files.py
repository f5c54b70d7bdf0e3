"""Sample files to upload, valid and hostile."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin


def drawn(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """An image, red on the left and blue on the right, so that rotation is visible."""
    image = Image.new("RGB", (width, height), (200, 20, 20))
    image.paste((20, 20, 200), (width // 2, 0, width, height))
    return image.convert(mode)


def file(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    written = BytesIO()
    (image or drawn()).save(written, kind, **options)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes, pixels: bytes = b"") -> bytes:
    """A PNG whose header claims this size, whatever it contains."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(pixels))
    return b"".join([b"\x89PNG\r\n\x1a\n", header, *more, data, chunk(b"IEND", b"")])


def webp_canvas(width: int, height: int) -> bytes:
    """A WebP animation with two small frames on a canvas of the claimed size."""
    whole = file("WEBP", save_all=True, append_images=[drawn().rotate(90)], duration=100)
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return whole[:24] + size + whole[30:]


def with_gps() -> bytes:
    """A photograph with a place, a camera, and an orientation in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 0.0)})
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret Place</x:xmpmeta>"
    return file("JPEG", exif=exif, icc_profile=srgb, xmp=xmp, comment=b"Secret Words")


def with_words(kind: str) -> bytes:
    """A picture with text in its comment fields."""
    words = "<script>alert(1)</script>Secret"
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", words)
        info.add_itxt("XML:com.adobe.xmp", words)
        return file("PNG", pnginfo=info) + words.encode()
    if kind == "GIF":
        return file("GIF", comment=words.encode()) + words.encode()
    if kind == "WEBP":
        exif = Image.Exif()
        exif[0x010E] = words
        return file("WEBP", exif=exif, xmp=words.encode())
    return file("JPEG", comment=words.encode()) + words.encode()


def with_scans(count: int) -> bytes:
    """A JPEG with many progressive scans."""
    whole = file("JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * count + b"\xff\xd9"
