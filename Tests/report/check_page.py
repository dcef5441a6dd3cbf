"""Looks at `report.html` in a real browser: desk and phone, light and dark. Skips, saying so, without one."""

import json
import os
import pathlib
import shutil
import struct
import subprocess
import zlib

import pytest

OUT = pathlib.Path(os.environ["QMTD_REPLAY_OUT"])
HERE = pathlib.Path(__file__).parent


def pixels(path):
    """Width, height and the lines of an 8-bit PNG without interlacing, as bytes of red, green, blue (and alpha)."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind, _, _, interlace = struct.unpack(">IIBBBBB", data[16:29])
    assert depth == 8 and kind in (2, 6) and interlace == 0
    size = 3 if kind == 2 else 4
    packed, at = b"", 8
    while at < len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    raw = zlib.decompress(packed)
    return width, height, size, raw


def ink(path):
    """Share of lines whose bytes vary: filters leave lines of one colour as zeros after their first pixel."""
    width, height, size, raw = pixels(path)
    step = width * size + 1
    return sum(any(raw[line * step + 1 + size : (line + 1) * step]) for line in range(height)) / height


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        pytest.skip("no chromium here")
    folder = tmp_path_factory.mktemp("pictures")
    subprocess.run([HERE / "screenshot.sh", OUT / "report.html", folder], check=True, timeout=600)
    return folder


@pytest.mark.parametrize("name", ["1280-light", "1280-dark", "390-light", "390-dark"])
def test_the_page_is_not_blank(pictures, name):
    assert ink(pictures / f"{name}.png") > 0.2


def test_light_and_dark_differ(pictures):
    for width in (1280, 390):
        assert (pictures / f"{width}-light.png").read_bytes() != (pictures / f"{width}-dark.png").read_bytes()


def test_the_page_never_scrolls_sideways(pictures):
    layout = json.loads((pictures / "layout.json").read_text())
    assert [page["width"] for page in layout] == [1280, 390, 360]
    for page in layout:
        assert page["page_width"] <= page["width"], page
        assert page["height"] > 1000, page


def test_the_page_stays_small():
    assert (OUT / "report.html").stat().st_size < 2_000_000
