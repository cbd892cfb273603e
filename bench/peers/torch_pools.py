"""PyTorch: shifted copies in batches through `max_pool2d`, `avg_pool2d`, `conv2d`, as its users write it."""

import torch
import torch.nn.functional as F

from counting import counted
from work import Work

versions = {"torch": torch.__version__}


def make(work: Work):
    padded = torch.from_numpy(work.padded).float()
    windows = padded.unfold(0, work.size, 1).unfold(1, work.size, 1)
    pool = F.max_pool2d if work.pool == "max" else F.avg_pool2d
    kernels = [torch.from_numpy(kernel.copy()).permute(3, 2, 0, 1).contiguous() for kernel in work.kernels]

    def blocks(x):
        for depth in range(work.depth):
            if kernels:
                x = F.conv2d(x, kernels[depth], padding=work.padding).relu_()
            x = pool(x, 2)
            yield x

    @torch.inference_mode()
    def every(first):
        kept = {depth: [] for depth in range(first, work.depth + 1)}
        for row in windows:
            for depth, output in enumerate(blocks(row[:, None].contiguous()), 1):
                if depth >= first:
                    kept[depth].append(output)
        return {depth: torch.cat(outputs).numpy() for depth, outputs in kept.items()}

    @torch.inference_mode()
    def single(dy, dx):
        return dict(enumerate(blocks(windows[None, None, work.reach - dy, work.reach - dx]), 1))

    return counted(work, every, single)
