"""JAX, written with slices and compiled: a picture stays bytes; all shifts in one call."""

import jax
import jax.numpy as jnp
from jax import lax

from counting import counted
from work import Work

versions = {"jax": jax.__version__}


def make(work: Work):
    padded = jnp.asarray(work.padded)
    blocks = convolved(work) if work.kernels else pooled(work)
    shifts = jnp.arange(work.side)

    def window(image, y, x):
        return lax.dynamic_slice(image, (y, x), (work.size, work.size))

    compiled = {}

    def every(first):
        def row(image, y):
            images = jax.vmap(lambda x: window(image, y, x))(shifts)
            return dict(list(enumerate(blocks(images), 1))[first - 1 :])

        if first not in compiled:
            compiled[first] = jax.jit(lambda image: lax.map(lambda y: row(image, y), shifts))
        outputs = jax.block_until_ready(compiled[first](padded))
        return {depth: x.reshape(work.side**2, -1) for depth, x in outputs.items()}

    one = jax.jit(lambda image, y, x: list(blocks(window(image, y, x)[None])))

    def single(dy, dx):
        return dict(enumerate(one(padded, work.reach - dy, work.reach - dx), 1))

    return counted(work, every, single)


def pooled(work: Work):
    largest = [4**depth for depth in range(work.depth + 1)]

    def blocks(x):
        for depth in range(1, work.depth + 1):
            if work.pool == "max":
                rows = jnp.maximum(x[:, ::2, :], x[:, 1::2, :])
                x = jnp.maximum(rows[:, :, ::2], rows[:, :, 1::2])
            else:
                x = x.astype(jnp.uint8 if largest[depth] < 256 else jnp.uint16)
                rows = x[:, ::2, :] + x[:, 1::2, :]
                x = rows[:, :, ::2] + rows[:, :, 1::2]
            yield x

    return blocks


def convolved(work: Work):
    kernels = [jnp.asarray(kernel) for kernel in work.kernels]
    form = ("NHWC", "HWIO", "NHWC")

    def blocks(x):
        x = x[..., None].astype(jnp.float32)
        for kernel in kernels:
            x = lax.conv_general_dilated(x, kernel, (1, 1), work.padding.upper(), dimension_numbers=form)
            x = jnp.maximum(x, 0)
            height, width = x.shape[1] // 2 * 2, x.shape[2] // 2 * 2
            rows = jnp.maximum(x[:, :height:2, :width], x[:, 1:height:2, :width])
            x = jnp.maximum(rows[:, :, ::2], rows[:, :, 1::2])
            yield x

    return blocks
