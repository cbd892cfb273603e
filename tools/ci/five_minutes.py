"""Does what docs/five_minutes.md says, block by block, in an empty folder.

    python five_minutes.py FOLDER PHOTOS KERAS_PYTHON TORCH_PYTHON

KERAS_BACKEND says on what Keras computes. Blocks with a file name are written; those of the shell are run, with `npx coincide` as the built one.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

folder, photos, keras, torch = [Path(argument).absolute() for argument in sys.argv[1:]]
root = Path(__file__).absolute().parents[2]

KERAS = """
import keras
keras.utils.set_random_seed(0)
layers = [keras.layers.Conv2D(8, 7, 4, activation="relu"), keras.layers.BatchNormalization(), keras.layers.MaxPooling2D(4)]
model = keras.Sequential([keras.Input((224, 224, 3)), *layers, keras.layers.Flatten(), keras.layers.Dense(5)])
model.save("model.keras")
"""
TORCH = """
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(3, 8, 7, 4), nn.ReLU(), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(1352, 5))
"""


def run(command, **options):
    print("$", command, flush=True)
    subprocess.run(command, shell=True, check=True, cwd=folder, **options)


folder.mkdir(parents=True)
run(f"cp -r {photos} photos && git init --quiet && mkdir tools")
run(f"{keras} -", input=KERAS, text=True)
(folder / "my_model.py").write_text(TORCH)
tools = {
    "npx": f'shift; exec node "{root}/dist/cli.js" "$@"',
    "npm": "exit 0",
    "python": f'case "$1" in *keras*) exec {keras} "$@";; *) exec {torch} "$@";; esac',
}
for name, script in tools.items():
    (folder / "tools" / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / "tools" / name).chmod(0o755)
environment = {**os.environ, "PATH": f"{folder / 'tools'}:{os.environ['PATH']}"}

page = (root / "docs/five_minutes.md").read_text()
ran = 0
for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", page, re.M | re.S):
    if language == "sh":
        for command in block.splitlines():
            run(command, env=environment)
            ran += 1
    else:
        name = folder / re.match(r"# (\S+)\n", block)[1]
        name.parent.mkdir(exist_ok=True)
        name.write_text(block)
# And what its comments give as the other choice.
run(re.search(r"# or: (mv .*)", page)[1])
experiment = folder / "experiments/photos.yaml"
experiment.write_text(experiment.read_text().replace("path: model.onnx", "path: keras/model.json"))
run("npx coincide run experiments/photos.yaml --out keras", env=environment)
assert ran > 10, "the page has too few commands"
print(f"{ran} commands of docs/five_minutes.md")
