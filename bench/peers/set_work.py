"""A set of small pictures, moved alike: one of bench/sets.ts."""

import base64
from dataclasses import dataclass

import numpy as np

REACH = 4


@dataclass
class SetWork:
    name: str
    depth: int
    pictures: np.ndarray  # float32 [n, 36, 36]
    kernels: list  # of the convolution before each pool: float32 [3, 3, in, out]; none: pools only

    @property
    def shifted(self) -> np.ndarray:
        """All shifts of each picture, a view [n, 9, 9, 36, 36]; the unshifted one is in the middle."""
        padded = np.pad(self.pictures, ((0, 0), (REACH, REACH), (REACH, REACH)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, self.pictures.shape[1:], axis=(1, 2))
        return windows[:, ::-1, ::-1]


def read_set(given: dict) -> SetWork:
    pictures = np.frombuffer(base64.b64decode(given["pictures"]), np.float32).reshape(-1, 36, 36)
    kernels = [
        np.frombuffer(base64.b64decode(kernel["values"]), np.float32).reshape(kernel["shape"])
        for kernel in given["kernels"]
    ]
    return SetWork(given["name"], given["depth"], pictures, kernels)


def shown(rows) -> str:
    """rows: [pictures, steps, 5]; classes and matches are counted by all, and shown by none: a mean's bits differ."""
    return " ".join(f"{cosine:.4g}/{distance:.4g}" for _, _, cosine, distance, _ in np.mean(rows, 0))
