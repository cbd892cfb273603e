"""TensorFlow, eager: shifted copies in batches through `tf.nn`, as its users write it."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
from numpy.lib.stride_tricks import sliding_window_view

from counting import counted
from work import Work

versions = {"tensorflow": tf.__version__}


def make(work: Work):
    padded = work.padded.astype(np.float32)
    windows = sliding_window_view(padded, (work.size, work.size))
    pool = tf.nn.max_pool2d if work.pool == "max" else tf.nn.avg_pool2d
    kernels = [tf.constant(kernel) for kernel in work.kernels]

    def blocks(x):
        for depth in range(work.depth):
            if kernels:
                x = tf.nn.relu(tf.nn.conv2d(x, kernels[depth], 1, work.padding.upper()))
            x = pool(x, 2, 2, "VALID")
            yield x

    def every(first):
        kept = {depth: [] for depth in range(first, work.depth + 1)}
        for row in windows:
            for depth, output in enumerate(blocks(tf.constant(row[..., None])), 1):
                if depth >= first:
                    kept[depth].append(output)
        return {depth: tf.concat(outputs, 0).numpy() for depth, outputs in kept.items()}

    def single(dy, dx):
        image = tf.constant(windows[work.reach - dy, work.reach - dx][None, ..., None])
        return dict(enumerate(blocks(image), 1))

    return counted(work, every, single)
