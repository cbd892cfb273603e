"""Pictures per second through an ONNX network in Python, in one thread: onnxruntime, and torch on the same layers."""

import sys
import time

import numpy

path, pictures = sys.argv[1], int(sys.argv[2])
x = numpy.random.rand(pictures, 1, 36, 36).astype("float32")


def median_rate(run):
    rates = []
    for _ in range(5):
        begun = time.perf_counter()
        run()
        rates.append(pictures / (time.perf_counter() - begun))
    return round(sorted(rates)[2])


try:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    print(f"python onnxruntime {onnxruntime.__version__}: {median_rate(lambda: session.run(None, {'input': x}))} pictures/s")
except ImportError:
    print("python onnxruntime: not installed")

try:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    layers = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)]
    net = nn.Sequential(*layers).eval()
    with torch.no_grad():
        print(f"python torch {torch.__version__}: {median_rate(lambda: net(torch.from_numpy(x)))} pictures/s")
except ImportError:
    print("python torch: not installed")
