"""
NumPy, one pass: what coincide does, in Python. Each pool acts on the undecimated map, whose cells are 2^depth apart;
a shift is a window of it. A window's hash is a sum of its values, each with a weight of its row and one of its
column, so all hashes are two matrix products; where hashes are equal the windows are compared.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from counting import shown
from work import Work

versions = {"numpy": np.__version__}


def make(work: Work):
    padded = work.padded
    random = np.random.default_rng(0)
    weights = {}
    for depth in range(1, work.depth + 1):
        apart, cells = 2**depth, work.sizes[depth]
        rows = len(padded) - apart + 1
        weights[depth] = [np.zeros((work.side, rows)) for _ in range(2)]
        for matrix in weights[depth]:
            row = random.integers(1, 2**16, cells)
            for shift in range(work.side):
                matrix[shift, shift : shift + cells * apart : apart] = row

    def maps():
        x = padded if work.pool == "max" else padded.astype(np.uint16)
        join = np.maximum if work.pool == "max" else np.add
        yield x
        for depth in range(work.depth):
            apart = 2**depth
            rows = join(x[:-apart], x[apart:])
            x = join(rows[:, :-apart], rows[:, apart:])
            yield x

    def distinct(x, depth):
        """The first shift with the same window, for every shift."""
        down, across = weights[depth]
        hashes = (down @ x @ across.T).ravel()
        _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        leaders = first[inverse]
        apart, cells = 2**depth, work.sizes[depth]
        span = (cells - 1) * apart + 1
        windows = sliding_window_view(x, (span, span))[:, :, ::apart, ::apart]
        follow = np.flatnonzero(leaders != np.arange(len(leaders)))
        one = windows[follow // work.side, follow % work.side]
        other = windows[leaders[follow] // work.side, leaders[follow] % work.side]
        if not np.array_equal(one, other):
            raise ArithmeticError("Two windows that differ have one hash: choose other weights.")
        return leaders, len(first)

    def count():
        shifts = work.side**2
        counts = [(shifts, 1)] * (work.depth + 1)
        levels = list(maps())
        for depth in range(work.depth, 0, -1):
            leaders, classes = distinct(levels[depth], depth)
            if classes == shifts:
                return shown(counts)
            counts[depth] = (classes, int(np.count_nonzero(leaders == leaders[shifts // 2])))
        raise NotImplementedError("Pictures that are equal when shifted are not counted.")

    return count
