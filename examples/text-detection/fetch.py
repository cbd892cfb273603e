"""Fetches the text detector of rapidocr-onnxruntime from PyPI, and draws a picture of a line of text."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PACKAGE = "rapidocr-onnxruntime==1.4.4"
MODEL = "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx"

here = Path(__file__).parent

with tempfile.TemporaryDirectory() as folder:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
    subprocess.run(pip, check=True)
    [wheel] = Path(folder).glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        (here / "det.onnx").write_bytes(packed.read(MODEL))

picture = Image.new("RGB", (192, 96), "white")
font = ImageFont.load_default(size=26)
ImageDraw.Draw(picture).text((96, 48), "Move me a little", "black", font, anchor="mm")
picture.save(here / "line.png")
print("wrote det.onnx and line.png")
