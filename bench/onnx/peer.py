"""What a script with ONNX Runtime would do: every shift of one photograph through a network, one after the other.

    python peer.py lite0.onnx photo.png REACH [OUTPUT…]

Prints how many decisions are that of the unmoved photograph, and the processor's seconds, as JSON.
"""

import json
import resource
import sys

import numpy as np
import onnxruntime
from PIL import Image

path, photo, reach, *outputs = sys.argv[1:]
reach = int(reach)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
if outputs:
    # Inner values become outputs as in any script that looks at layers.
    import onnx

    model = onnx.load(path)
    stated = {output.name for output in model.graph.output}
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in outputs if name not in stated)
    path = model.SerializeToString()
session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

picture = Image.open(photo).convert("RGB")
short = min(picture.size)
picture = picture.resize([256 * side // short for side in picture.size], Image.Resampling.BILINEAR)
top, left = round((picture.height - 224) / 2), round((picture.width - 224) / 2)
pixels = np.asarray(picture, np.float32)[top : top + 224, left : left + 224] / 255
pixels = (pixels - np.float32(0.498039)) / np.float32(0.501961)
framed = np.pad(pixels, ((reach, reach), (reach, reach), (0, 0)))


def logits(dy, dx):
    moved = framed[reach - dy : reach - dy + 224, reach - dx : reach - dx + 224]
    batch = np.ascontiguousarray(moved.transpose(2, 0, 1)[None])
    return session.run(outputs or None, {"image": batch})[-1]


still = logits(0, 0).argmax()
around = range(-reach, reach + 1)
matches = sum(bool(logits(dy, dx).argmax() == still) for dy in around for dx in around)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"matches": matches, "seconds": used.ru_utime + used.ru_stime}))
