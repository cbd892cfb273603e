"""PyTorch: pictures and all of their shifts in batches, in one thread."""

import torch
import torch.nn.functional as F

import numpy as np

from set_work import SetWork, shown

versions = {"torch": torch.__version__}

TOGETHER = 25  # pictures; fewer and more are slower


def make(work: SetWork):
    torch.set_num_threads(1)
    kernels = [torch.from_numpy(kernel.copy()).permute(3, 2, 0, 1).contiguous() for kernel in work.kernels]

    @torch.inference_mode()
    def run():
        rows = []
        for first in range(0, len(work.pictures), TOGETHER):
            windows = np.ascontiguousarray(work.shifted[first : first + TOGETHER])
            n = len(windows)
            x = torch.from_numpy(windows.reshape(n * 81, 1, 36, 36))
            steps = [table(x, n)]
            for depth in range(work.depth):
                if kernels:
                    x = F.conv2d(x, kernels[depth], padding=1).relu_()
                x = F.max_pool2d(x, 2, ceil_mode=True)
                steps.append(table(x, n))
            if kernels:
                steps.append(table(x.mean((2, 3)), n))
            rows.append(torch.stack(steps, 1))
        return shown(torch.cat(rows).numpy())

    return run


def table(outputs, n: int):
    """For each picture classes, matches, mean cosine, mean relative distance, largest difference."""
    flat = outputs.reshape(n, 81, -1)
    matches = (flat == flat[:, 40:41]).all(2).sum(1).double()
    classes = torch.tensor([len({row.tobytes() for row in one}) for one in flat.numpy()]).double()
    x = flat.double()
    reference = x[:, 40:41]
    norm = (reference * reference).sum(2)
    difference = x - reference
    cosine = (x * reference).sum(2) / torch.sqrt((x * x).sum(2) * norm)
    distance = torch.sqrt((difference * difference).sum(2) / norm)
    most = difference.abs().amax((1, 2))
    return torch.stack([classes, matches, cosine.mean(1), distance.mean(1), most], 1)
