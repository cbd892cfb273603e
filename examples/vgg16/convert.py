"""Writes VGG16's base, as Keras has it, as a Layers model of TensorFlow.js: model.json and weights.bin.

    pip install tensorflow tf-keras
    python convert.py model

Keras 3 writes models that TensorFlow.js 4 cannot read, so this takes tf-keras, which is Keras 2. The weights were
trained on pictures whose channels come as blue, green, red; here the first convolution is turned round, so that red,
green, blue are right.
"""

import json
import os
import sys

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tf_keras


def convert(folder: str, weights: str | None = "imagenet") -> None:
    model = tf_keras.applications.VGG16(
        include_top=False, weights=weights, input_shape=(None, None, 3)
    )
    first = model.get_layer("block1_conv1")
    kernel, bias = first.get_weights()
    first.set_weights([kernel[:, :, ::-1, :], bias])

    specs = []
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "weights.bin"), "wb") as file:
        for weight in model.weights:
            specs.append(
                {
                    "name": weight.name.removesuffix(":0"),
                    "shape": list(weight.shape),
                    "dtype": "float32",
                }
            )
            file.write(weight.numpy().astype("<f4").tobytes())
    described = {
        "format": "layers-model",
        "generatedBy": f"tf-keras {tf_keras.__version__}",
        "modelTopology": json.loads(model.to_json()),
        "weightsManifest": [{"paths": ["weights.bin"], "weights": specs}],
    }
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump(described, file)


if __name__ == "__main__":
    convert(sys.argv[1] if len(sys.argv) > 1 else "model")
