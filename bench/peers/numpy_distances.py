"""
NumPy, one pass: cosine, relative distance and largest difference of all outputs from the unshifted one, at each depth.
Windows of the undecimated map are read at phases 2^depth apart: products by Fourier transforms of each phase, squares by
summed areas, largest differences from maxima and minima of boxes.
"""

import numpy as np

from work import Work

versions = {"numpy": np.__version__}


def make(work: Work):
    padded = work.padded.astype(np.float32)
    side, reach = work.side, work.reach

    def maps():
        x = padded
        yield x
        for depth in range(work.depth):
            apart = 2**depth
            if work.pool == "max":
                rows = np.maximum(x[:-apart], x[apart:])
                x = np.maximum(rows[:, :-apart], rows[:, apart:])
            else:
                rows = x[:-apart] + x[apart:]
                x = (rows[:, :-apart] + rows[:, apart:]) * np.float32(0.25)
            yield x

    def distances(x, apart, cells):
        reference = x[reach : reach + cells * apart : apart, reach : reach + cells * apart : apart]
        phases = split(x, apart)
        lags = -(-side // apart)
        spectra = np.fft.rfft2(phases)
        other = np.fft.rfft2(reference, s=phases.shape[2:])
        products = np.fft.irfft2(spectra * other.conj(), s=phases.shape[2:])[:, :, :lags, :lags]
        areas = np.zeros((apart, apart, phases.shape[2] + 1, phases.shape[3] + 1))
        np.cumsum(np.cumsum(np.square(phases), 2), 3, out=areas[:, :, 1:, 1:])
        first, last = slice(0, lags), slice(cells, cells + lags)
        squares = (
            areas[:, :, last, last] - areas[:, :, first, last] - areas[:, :, last, first] + areas[:, :, first, first]
        )
        product, square = join(products, side), join(squares, side)
        norm = np.sum(np.square(reference, dtype=np.float64))
        cosine = product / np.sqrt(square * norm)
        distance = np.sqrt(np.maximum(square - 2 * product + norm, 0) / norm)
        above = box(x, side, np.maximum)[: cells * apart : apart, : cells * apart : apart] - reference
        below = reference - box(x, side, np.minimum)[: cells * apart : apart, : cells * apart : apart]
        return cosine.mean(), distance.mean(), max(above.max(), below.max())

    def measure():
        return " ".join(
            "/".join(f"{value:.4g}" for value in distances(x, 2**depth, work.sizes[depth]))
            for depth, x in enumerate(maps())
        )

    return measure


def split(x, apart):
    """[apart, apart, rows, columns]: the cells of each phase, with zeros after the last."""
    rows, columns = (-(-n // apart) + 1 for n in x.shape)
    whole = np.zeros((rows * apart, columns * apart))
    whole[: x.shape[0], : x.shape[1]] = x
    return np.ascontiguousarray(whole.reshape(rows, apart, columns, apart).transpose(1, 3, 0, 2))


def join(phases, side):
    """By first row and column of the window, from lags by phase."""
    apart, _, lags, _ = phases.shape
    return phases.transpose(2, 0, 3, 1).reshape(lags * apart, lags * apart)[:side, :side]


def box(x, side, extreme):
    """The extreme of each cell and the cells after it in a square of that side: of 2, of 4, of 8 cells, …"""
    for axis in (0, 1):
        size = 1
        while size < side:
            step = min(size, side - size)
            head = [slice(None), slice(None)]
            tail = [slice(None), slice(None)]
            head[axis], tail[axis] = slice(None, -step), slice(step, None)
            x = extreme(x[tuple(head)], x[tuple(tail)])
            size += step
    return x
