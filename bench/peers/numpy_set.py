"""NumPy, slices: a picture at a time, all of its shifts at once. Pools only."""

import numpy as np

from set_work import SetWork, shown

versions = {"numpy": np.__version__}


def make(work: SetWork):
    def run():
        rows = []
        for windows in work.shifted:
            x = np.ascontiguousarray(windows.reshape(81, 36, 36))
            steps = [table(x)]
            for _ in range(work.depth):
                x = pool(x)
                steps.append(table(x))
            rows.append(steps)
        return shown(rows)

    return run


def pool(x):
    if x.shape[1] % 2:
        x = np.pad(x, ((0, 0), (0, 1), (0, 1)), constant_values=-np.inf)
    rows = np.maximum(x[:, ::2], x[:, 1::2])
    return np.maximum(rows[..., ::2], rows[..., 1::2])


def table(outputs):
    """Classes, matches, mean cosine, mean relative distance, largest difference."""
    flat = outputs.reshape(81, -1)
    keys = [row.tobytes() for row in flat]
    x = flat.astype(np.float64)
    reference = x[40]
    norm = reference @ reference
    difference = x - reference
    cosine = (x @ reference) / np.sqrt(np.einsum("ij,ij->i", x, x) * norm)
    distance = np.sqrt(np.einsum("ij,ij->i", difference, difference) / norm)
    return len(set(keys)), keys.count(keys[40]), cosine.mean(), distance.mean(), np.abs(difference).max()
