"""NumPy, written with slices: a picture stays bytes, a row of shifts at a time stays in the cache."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from counting import counted
from work import Work

versions = {"numpy": np.__version__}


def make(work: Work):
    padded = work.padded
    windows = sliding_window_view(padded, (work.size, work.size))
    blocks = convolved(work) if work.kernels else pooled(work)

    def every(first):
        kept = {depth: [] for depth in range(first, work.depth + 1)}
        for row in windows:
            for images in row[:, None] if work.kernels else [row]:
                for depth, output in enumerate(blocks(images), 1):
                    if depth >= first:
                        kept[depth].append(output)
        return {depth: np.concatenate(outputs) for depth, outputs in kept.items()}

    def single(dy, dx):
        return dict(enumerate(blocks(windows[work.reach - dy, work.reach - dx]), 1))

    return counted(work, every, single)


def pooled(work: Work):
    """Pools over […, height, width]. Means are kept as sums, in the smallest whole type that holds them."""
    largest = [int(work.image.max()) * 4**depth for depth in range(work.depth + 1)]

    def blocks(x):
        for depth in range(1, work.depth + 1):
            if work.pool == "max":
                rows = np.maximum(x[..., ::2, :], x[..., 1::2, :])
                x = np.maximum(rows[..., ::2], rows[..., 1::2])
            else:
                x = x.astype(np.min_scalar_type(largest[depth]), copy=False)
                rows = x[..., ::2, :] + x[..., 1::2, :]
                x = rows[..., ::2] + rows[..., 1::2]
            yield x

    return blocks


def convolved(work: Work):
    """3×3 convolution, ReLU, max pool over one picture [1, height, width]; the convolution is a matrix product."""
    kernels = [k.transpose(3, 0, 1, 2).reshape(k.shape[3], -1).copy() for k in work.kernels]

    def blocks(x):
        x = x.astype(np.float32)
        for kernel in kernels:
            if work.padding == "same":
                x = np.pad(x, ((0, 0), (1, 1), (1, 1)))
            channels, height, width = x.shape
            height, width = height - 2, width - 2
            taps = [x[:, i : i + height, j : j + width] for i in range(3) for j in range(3)]
            x = kernel @ np.stack(taps).reshape(9 * channels, height * width)
            x = np.maximum(x, 0, out=x).reshape(-1, height, width)
            height, width = height // 2 * 2, width // 2 * 2
            rows = np.maximum(x[:, :height:2, :width], x[:, 1:height:2, :width])
            x = np.maximum(rows[..., ::2], rows[..., 1::2])
            yield x[None]
            
    return blocks
