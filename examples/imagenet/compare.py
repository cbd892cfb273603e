"""Counts matches with Pillow, NumPy and ONNX Runtime, and compares with a table of the experiment `crop`.

    npx coincide run crop.yaml --trials all --set shift.max=1 --out results
    python compare.py results/crop.images.csv
"""

import csv
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

here = Path(__file__).parent
MODELS = {"strided": "lite0.onnx", "blurred": "lite0-blur.onnx"}
REACH = 1


def photograph(path):
    """As torchvision does it: the shorter side 256 pixels, and the middle 256×256."""
    picture = Image.open(path).convert("RGB")
    width, height = picture.size
    short = min(width, height)
    picture = picture.resize((256 * width // short, 256 * height // short), Image.Resampling.BILINEAR)
    top, left = round((picture.height - 256) / 2), round((picture.width - 256) / 2)
    pixels = np.asarray(picture, np.float32)[top : top + 256, left : left + 256] / 255
    return (pixels - np.float32(0.498039)) / np.float32(0.501961)


sessions = {
    name: onnxruntime.InferenceSession(here / file, providers=["CPUExecutionProvider"]) for name, file in MODELS.items()
}
with open(sys.argv[1], newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["layer"] == "argmax"]
assert rows, "the table has no rows of argmax"
wrong = 0
for row in rows:
    picture = photograph(here / "photos" / row["image"])

    def decision(dy, dx):
        crop = picture[16 - dy : 240 - dy, 16 - dx : 240 - dx]
        batch = np.ascontiguousarray(crop.transpose(2, 0, 1)[None])
        return sessions[row["layers.0.path"]].run(None, {"image": batch})[0].argmax()

    still = decision(0, 0)
    reach = range(-REACH, REACH + 1)
    matches = sum(decision(dy, dx) == still for dy in reach for dx in reach)
    if int(row["trials"]) != len(reach) ** 2 or int(row["matches"]) != matches:
        wrong += 1
        print(f"{row['layers.0.path']} {row['image']}: {matches} here, {row['matches']}/{row['trials']} in the table")
print(f"{len(rows) - wrong} of {len(rows)} counts agree")
sys.exit(wrong > 0)
