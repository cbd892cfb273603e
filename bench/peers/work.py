"""The work that a Python contestant is asked for: one of bench/workloads.ts."""

import base64
from dataclasses import dataclass

import numpy as np


@dataclass
class Work:
    name: str
    size: int  # height and width of the picture
    reach: int  # shifts go from -reach to reach, on both axes
    depth: int
    pool: str  # max or avg
    padding: str  # of the convolutions: same or valid
    image: np.ndarray  # [size, size]: uint8, of 0 and 1; or float32
    kernels: list  # of the convolution before each pool: float32 [3, 3, in, out]; none: pools only
    draws: list | None  # [[dy, dx], …], one by one; none: every shift once

    @property
    def padded(self) -> np.ndarray:
        """The picture with as many zeros around it as shifts reach: shift (dy, dx) is its window at reach - (dy, dx)."""
        return np.pad(self.image, self.reach)

    @property
    def side(self) -> int:
        """How many shifts there are on one axis."""
        return 2 * self.reach + 1

    @property
    def sizes(self) -> list:
        """Height and width of the output at each depth."""
        sizes = [self.size]
        for _ in range(self.depth):
            inside = sizes[-1] - 2 if self.kernels and self.padding == "valid" else sizes[-1]
            sizes.append(inside // 2)
        return sizes

    @property
    def channels(self) -> int:
        return self.kernels[-1].shape[3] if self.kernels else 1


def read_work(given: dict) -> Work:
    size = given["size"]
    image = np.frombuffer(base64.b64decode(given["image"]), given["type"]).reshape(size, size)
    kernels = [
        np.frombuffer(base64.b64decode(kernel["values"]), np.float32).reshape(kernel["shape"])
        for kernel in given["kernels"]
    ]
    rest = {key: value for key, value in given.items() if key != "type"}
    return Work(**{**rest, "image": image, "kernels": kernels})
