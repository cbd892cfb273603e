"""scikit-image: shifted copies in batches through `block_reduce`."""

import numpy as np
import skimage
from numpy.lib.stride_tricks import sliding_window_view
from skimage.measure import block_reduce

from counting import counted
from work import Work

versions = {"scikit-image": skimage.__version__}


def make(work: Work):
    windows = sliding_window_view(work.padded, (work.size, work.size))
    reduce = np.max if work.pool == "max" else np.mean

    def blocks(x):
        for _ in range(work.depth):
            x = block_reduce(x, (1, 2, 2), reduce)
            yield x

    def every(first):
        kept = {depth: [] for depth in range(first, work.depth + 1)}
        for row in windows:
            for depth, output in enumerate(blocks(row), 1):
                if depth >= first:
                    kept[depth].append(output)
        return {depth: np.concatenate(outputs) for depth, outputs in kept.items()}

    def single(dy, dx):
        return dict(enumerate(blocks(windows[work.reach - dy, work.reach - dx][None]), 1))

    return counted(work, every, single)
