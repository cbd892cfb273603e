"""How outputs are counted: bytes are compared, and no more of them than has to be."""

import numpy as np

from work import Work

# Outputs of more values than these are computed a second time in the rare case that they must be told apart, rather
# than kept every time.
KEPT = 1024


def counted(work: Work, every, single):
    """
    What a contestant runs, from two functions over the padded picture:

    every(first)        outputs of all shifts, in order: {depth: array [shifts, ...]}, from depth `first` on
    single(dy, dx)      outputs of one shift: {depth: array}, of every depth but 0
    """
    return (lambda: count_draws(work, single)) if work.draws else (lambda: count_every(work, every))


def count_every(work: Work, every) -> str:
    """
    Distinct outputs, and shifts that give the unshifted one, by depth. Outputs that differ at some depth differed at
    every one before it, so it begins at the last and ends where all are told apart.
    """
    shifts = work.side**2
    counts = [(shifts, 1)] * (work.depth + 1)
    first = next((d for d, size in enumerate(work.sizes) if size**2 * work.channels <= KEPT), work.depth)
    levels = every(max(1, first))
    for depth in range(work.depth, 0, -1):
        if depth not in levels:
            levels = every(depth)
        rows = keys(levels[depth])
        classes = len(set(rows))
        if classes == shifts:
            break
        counts[depth] = (classes, rows.count(rows[shifts // 2]))
    else:
        raise NotImplementedError("Pictures that are equal when shifted are not counted.")
    return shown(counts)


def count_draws(work: Work, single) -> str:
    """The same of shifts that are drawn, each computed by itself, however often it was drawn before."""
    outputs = [single(0, 0)] + [single(dy, dx) for dy, dx in work.draws]
    distinct = {(dy, dx) for dy, dx in work.draws}
    counts = [(len(distinct), sum(draw == [0, 0] for draw in work.draws))] * (work.depth + 1)
    for depth in range(work.depth, 0, -1):
        reference, *rows = [np.asarray(output[depth]).tobytes() for output in outputs]
        classes = len(set(rows))
        if classes == len(distinct):
            break
        counts[depth] = (classes, rows.count(reference))
    return shown(counts)


def shown(counts: list) -> str:
    return " ".join(f"{classes}/{matches}" for classes, matches in counts)


def keys(outputs) -> list:
    """The bytes of each output, equal where every value is."""
    rows = np.ascontiguousarray(outputs).reshape(len(outputs), -1)
    return rows.view(f"V{rows.strides[0]}").ravel().tolist()
