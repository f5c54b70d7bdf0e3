"""Draw four-valves.png beside this file: the valves of the heart, closed, seen from above.

python articles/demo/pictures/four_valves.py
"""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DRAWING_WIDTH, DRAWING_HEIGHT = 1200, 900
OVERSAMPLING = 3  # Drawn larger and scaled down, so that edges are smooth.
PAPER, MUSCLE, EDGE, LEAFLET, INK = "#fdfcf9", "#f0d3cf", "#97243a", "#fbeeea", "#1c2024"
PALETTE_SIZE = 32

Point = tuple[float, float]


def draw_valves() -> Image.Image:
    image = Image.new("RGB", (DRAWING_WIDTH * OVERSAMPLING, DRAWING_HEIGHT * OVERSAMPLING), PAPER)
    pen = ImageDraw.Draw(image)
    _ellipse(pen, (600, 480), 500, 370, MUSCLE)
    _valve(pen, (520, 230), 100, 95, leaflets=3, turn=-90)
    _valve(pen, (590, 430), 108, 104, leaflets=3, turn=90)
    _valve(pen, (335, 600), 165, 140, leaflets=0)
    _valve(pen, (840, 590), 180, 150, leaflets=3, turn=200)
    for place, name in (
        ((520, 95), "Pulmonary valve"),
        ((825, 335), "Aortic valve"),
        ((335, 785), "Mitral valve"),
        ((840, 785), "Tricuspid valve"),
    ):
        _words(pen, place, name, 38)
    _line(pen, [(684, 376), (714, 348)])
    _words(pen, (600, 40), "front", 28)
    _words(pen, (600, 872), "back", 28)
    _words(pen, (62, 480), "left", 28)
    _words(pen, (1140, 480), "right", 28)
    small = image.resize((DRAWING_WIDTH, DRAWING_HEIGHT), Image.Resampling.LANCZOS)
    return small.quantize(PALETTE_SIZE, dither=Image.Dither.NONE)


def _valve(pen: ImageDraw.ImageDraw, centre: Point, across: int, down: int, leaflets: int, turn: int = 0) -> None:
    """Draw a ring, and the lines along which its leaflets meet. Without a number: two leaflets, one
    within the other."""
    _ellipse(pen, centre, across, down, LEAFLET, outline=EDGE)
    x, y = centre
    if not leaflets:
        steps = [step / 20 for step in range(-20, 21)]
        _line(pen, [(x + 0.93 * across * s, y + down * (0.36 - 0.66 * s * s)) for s in steps])
        return
    for number in range(leaflets):
        angle = (turn + number * 360 / leaflets) * pi / 180
        _line(pen, [centre, (x + across * cos(angle), y + down * sin(angle))])


def _ellipse(
    pen: ImageDraw.ImageDraw, centre: Point, across: int, down: int, fill: str, outline: str | None = None
) -> None:
    (x, y), n = centre, OVERSAMPLING
    box = ((x - across) * n, (y - down) * n, (x + across) * n, (y + down) * n)
    pen.ellipse(box, fill=fill, outline=outline, width=7 * n)


def _line(pen: ImageDraw.ImageDraw, points: list[Point]) -> None:
    pen.line(
        [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=EDGE, width=6 * OVERSAMPLING, joint="curve"
    )


def _words(pen: ImageDraw.ImageDraw, middle: Point, words: str, size: int) -> None:
    font = ImageFont.load_default(size * OVERSAMPLING)
    pen.text((middle[0] * OVERSAMPLING, middle[1] * OVERSAMPLING), words, fill=INK, font=font, anchor="mm")


if __name__ == "__main__":
    draw_valves().save(Path(__file__).with_name("four-valves.png"), optimize=True)
