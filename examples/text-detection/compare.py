"""Computes the columns of `aligned` with ONNX Runtime and NumPy, and compares them with a table of coincide's.

    python compare.py results/detection.csv
"""

import csv
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

here = Path(__file__).parent
REACH, THRESHOLD = 4, 0.3

session = onnxruntime.InferenceSession(here / "det.onnx", providers=["CPUExecutionProvider"])
[x] = session.get_inputs()
bgr = np.asarray(Image.open(here / "line.png").convert("RGB"), np.float32)[:, :, ::-1] / 255
height, width, _ = bgr.shape
framed = np.pad(bgr, ((REACH, REACH), (REACH, REACH), (0, 0)), constant_values=1)


def detect(dy, dx):
    """The map of probabilities for the picture moved dy down and dx to the right."""
    moved = framed[REACH - dy :, REACH - dx :][:height, :width]
    batch = ((moved - 0.5) / 0.5).transpose(2, 0, 1)[None].astype(np.float32)
    return session.run(None, {x.name: batch})[0][0, 0].astype(np.float64)


def iou(a, b):
    return (a & b).sum() / (a | b).sum() if (a | b).any() else None


reference = detect(0, 0)
seen = {"cell_agreement": [], "mean_iou": [], "aligned_l2": [], "aligned_cosine": []}
text = []
for dy in range(-REACH, REACH + 1):
    for dx in range(-REACH, REACH + 1):
        # Rolled, the reference has the right values everywhere but in the rows and columns that came around.
        r = np.roll(reference, (dy, dx), (0, 1))
        inside = np.zeros((height, width), bool)
        inside[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)] = True
        o, r = detect(dy, dx)[inside], r[inside]
        a, b = o > THRESHOLD, r > THRESHOLD
        seen["cell_agreement"].append((a == b).mean())
        by_class = [one for one in (iou(a, b), iou(~a, ~b)) if one is not None]
        seen["mean_iou"].append(np.mean(by_class))
        seen["aligned_l2"].append(np.linalg.norm(o - r) / np.linalg.norm(r))
        seen["aligned_cosine"].append(o @ r / np.linalg.norm(o) / np.linalg.norm(r))
        text.append(iou(a, b))

with open(sys.argv[1], newline="") as file:
    row = list(csv.DictReader(file))[-1]
assert len(text) == int(row["trials"]), "the table is of other shifts"
wrong = False
for name, values in seen.items():
    ours, theirs = np.mean(values), float(row[name])
    agree = abs(ours - theirs) <= 2e-4 * abs(ours)
    wrong |= not agree
    print(f"{name:15} {ours:.6f} here, {theirs:.6f} in the table{'' if agree else '   DIFFERENT'}")
print(f"IoU of the text alone: mean {np.mean(text):.3f}, least {np.min(text):.3f}")
sys.exit(wrong)
