"""Writes an ONNX classifier of 224×224 pictures with 200 MB of weights, most of them in one matrix, as VGG16 has them."""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

random = np.random.default_rng(0)
nodes, weights, value, before = [], [], "image", 3
for step, channels in enumerate([64, 128, 256, 512, 512]):
    kernel = random.standard_normal((channels, before, 3, 3)) * (2 / (9 * before)) ** 0.5
    weights.append(numpy_helper.from_array(kernel.astype(np.float32), f"kernel{step}"))
    nodes.append(helper.make_node("Conv", [value, f"kernel{step}"], [f"conv{step}"], pads=[1] * 4))
    nodes.append(helper.make_node("Relu", [f"conv{step}"], [f"relu{step}"]))
    nodes.append(helper.make_node("MaxPool", [f"relu{step}"], [f"pool{step}"], kernel_shape=[2, 2], strides=[2, 2]))
    value, before = f"pool{step}", channels
weights.append(numpy_helper.from_array(random.standard_normal((25_088, 1_850)).astype(np.float32) / 100, "matrix"))
nodes.append(helper.make_node("Flatten", [value], ["flat"]))
nodes.append(helper.make_node("MatMul", ["flat", "matrix"], ["scores"]))
image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, 224, 224])
scores = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 1_850])
graph = helper.make_graph(nodes, "weights", [image], [scores], weights)
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), sys.argv[1])
