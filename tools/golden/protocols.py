"""
Computes the numbers of experiments/protocols/ a second time, from the formulas of the papers and the facts of their
authors' code that each file states, and compares them with results/protocols/. It shares no code with coincide.

    pip install numpy pillow onnx onnxruntime
    python tools/golden/protocols.py
"""

import csv
import functools
import itertools
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from PIL import Image

ROOT = pathlib.Path(__file__).parents[2]
HERE = ROOT / 'experiments/protocols'


# --- pictures, shifts, networks


def tiles(sheet, size):
    """[pictures, size, size] with values from 0 to 1, and labels; the pictures in the middle of zeros."""
    pixels = np.asarray(Image.open(HERE / 'fashion' / sheet)).astype(np.float32) / np.float32(255)
    rows, columns = pixels.shape[0] // 28, pixels.shape[1] // 28
    pictures = pixels.reshape(rows, 28, columns, 28).transpose(0, 2, 1, 3).reshape(-1, 28, 28)
    before = (size - 28) // 2
    after = size - 28 - before
    return np.pad(pictures, ((0, 0), (before, after), (before, after))), np.repeat(np.arange(rows), columns)


def moved(x, dy, dx):
    """By whole pixels; black enters."""
    height, width = x.shape[1:3]
    result = np.zeros_like(x)
    result[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = x[
        :, max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return result


def rolled(x, dy, dx):
    return np.roll(x, (dy, dx), (1, 2))


def window(x, dy, dx, size=28):
    """What a frame in the middle of a larger picture sees when the picture moves."""
    first = (x.shape[1] - size) // 2
    return x[:, first - dy : first - dy + size, first - dx : first - dx + size]


def bilinear(x, dy, dx):
    down, right = int(np.floor(dy)), int(np.floor(dx))
    a, b = dy - down, dx - right
    parts = [(1 - a, 1 - b, 0, 0), (1 - a, b, 0, 1), (a, 1 - b, 1, 0), (a, b, 1, 1)]
    return sum(u * v * moved(x.astype(np.float64), down + i, right + j) for u, v, i, j in parts)


def fourier(x, dy, dx):
    """The shift of the trigonometric interpolation; the highest frequency of an even size has both of its signs."""
    for axis, shift in ((1, dy), (2, dx)):
        n = x.shape[axis]
        phase = np.exp(-2j * np.pi * np.fft.fftfreq(n) * shift)
        if n % 2 == 0:
            phase[n // 2] = np.cos(np.pi * shift)
        x = np.fft.ifft(np.fft.fft(x, axis=axis) * (phase[:, None] if axis == 1 else phase), axis=axis).real
    return x


@functools.cache
def session(path, output):
    model = onnx.load(HERE / path)
    if output and all(output != one.name for one in model.graph.output):
        model.graph.output.append(onnx.helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, None))
    # As the graph is written: optimized, it would round what meets weights of 8 bits to 8 bits too.
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=['CPUExecutionProvider'])


def outputs(network, x, output=None):
    one = session(f'fashion/{network}.onnx', output)
    return one.run([output] if output else None, {'input': x[:, None].astype(np.float32)})[0]


def decisions(network, x):
    return outputs(network, x).argmax(1)


def probabilities(network, x):
    e = outputs(network, x).astype(np.float64)
    e = np.exp(e - e.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def grid(low, high):
    return list(itertools.product(range(low, high + 1), repeat=2))


# --- the protocols: each yields (rows of the table that are meant, column, value, tolerance)


def zhang_crops():
    """The expectation of [argmax f(crop a) = argmax f(crop b)] for two independent offsets of 0 to 7."""
    x, _ = tiles('fashion40.png', 36)
    for network in ('max', 'blur'):
        found = np.array([decisions(network, x[:, a : a + 28, b : b + 28]) for a in range(8) for b in range(8)])
        agree = np.mean([np.mean(one[:, None] == one[None, :]) for one in found.T])
        yield {'layer': 'argmax', 'layers.0.path': network}, 'agreement', agree


def zhang_diagonal():
    x, _ = tiles('fashion40.png', 36)
    for network in ('max', 'blur'):
        seen = [x[:, a : a + 28, a : a + 28] for a in range(9)]
        found = np.array([decisions(network, one) for one in seen])
        yield {'layer': 'argmax', 'layers.0.path': network}, 'neighbour_rate', np.mean(found[1:] == found[:-1])
        p = np.array([probabilities(network, one) for one in seen])
        own = p[:, np.arange(x.shape[0]), found[4]]
        yield {'layer': 'softmax', 'layers.0.path': network}, 'probability_range', np.mean(own.max(0) - own.min(0))


def azulay():
    x, _ = tiles('fashion40.png', 34)
    around = [one for one in grid(-1, 1) if one != (0, 0)]
    for network in ('max', 'blur'):
        first = decisions(network, x)
        same = np.mean([decisions(network, moved(x, *one)) == first for one in around])
        yield {'layer': 'argmax', 'layers.0.path': network}, 'match_rate', same
        own = lambda y: probabilities(network, y)[np.arange(len(x)), first]
        change = np.mean([np.abs(own(moved(x, *one)) - own(x)) for one in around])
        yield {'layer': 'softmax', 'layers.0.path': network}, 'top1_probability_change', change


def chaman():
    x, _ = tiles('fashion40.png', 32)
    for network in ('max', 'aps'):
        found = np.array([decisions(network, rolled(x, *one)) for one in grid(-3, 2)])
        agree = np.mean([np.mean(one[:, None] == one[None, :]) for one in found.T])
        yield {'layer': 'argmax', 'layers.0.path': network}, 'agreement', agree


def polyphase():
    x, _ = tiles('fashion40.png', 28)
    found = np.array([decisions('max', rolled(x, *one)) for one in grid(-5, 4)])
    agree = np.mean([np.mean(one[:, None] == one[None, :]) for one in found.T])
    yield {'layer': 'argmax'}, 'agreement', agree
    # All triples of draws, each compared with its first draw.
    triples = [(one[:, None, None] == one[None, :, None]) & (one[:, None, None] == one) for one in found.T]
    yield {'layer': 'argmax'}, 'joint_agreement', np.mean([np.mean(one) for one in triples])
    name = '/1/Relu_output_0'
    still = outputs('max', x, name).argmax(1)
    shares = []
    for dy, dx in grid(-5, 4):
        other = outputs('max', rolled(x, dy, dx), name).argmax(1)
        rows, columns = slice(max(dy, 0), 28 + min(dy, 0)), slice(max(dx, 0), 28 + min(dx, 0))
        shares.append(np.mean((other == rolled(still, dy, dx))[:, rows, columns]))
    # Where two channels are equal but for rounding, a cell may fall either way.
    yield {'layer': name}, 'cell_agreement', np.mean(shares), 1e-3


def michaeli():
    x, labels = tiles('fashion40.png', 32)
    third = [1 / 3, 2 / 3]
    shifts = {
        'whole': [(rolled, one) for one in grid(-2, 1)],
        'half': [(fourier, (dy + 0.5, dx + 0.5)) for dy, dx in grid(-2, 1)],
        'third': [(fourier, one) for one in itertools.product(third, third)],
    }
    for network in ('max', 'aps'):
        first = decisions(network, x)
        for name, chosen in shifts.items():
            found = np.array([decisions(network, move(x, *one)) for move, one in chosen])
            row = {'layer': 'argmax', 'layers.0.path': network, 'sweep.shift': name, 'shift': name}
            yield row, 'match_rate', np.mean(found == first)
            yield row, 'robust_accuracy', np.mean((first == labels) & (found == labels).all(0))


def adversary():
    x, labels = tiles('fashion10.png', 32)
    for network in ('max', 'aps'):
        right = decisions(network, x) == labels
        for one in grid(1, 31):
            right &= decisions(network, rolled(x, *one)) == labels
        yield {'layer': 'argmax', 'layers.0.path': network}, 'robust_accuracy', np.mean(right)


def engstrom():
    x, labels = tiles('fashion40.png', 36)
    right = lambda y: decisions('max', y) == labels
    steps = np.linspace(-3, 3, 5)
    worst = np.all([right(bilinear(x, *one)) for one in itertools.product(steps, steps)], 0)
    yield {'layer': 'argmax', 'sweep.trials': 'grid'}, 'robust_accuracy', np.mean(worst)
    # Ten draws for each picture, many times; one such experiment must be within four deviations.
    draw = np.random.default_rng(0)
    repeats = []
    for _ in range(12):
        left = right(x)
        for _ in range(10):
            shifts = draw.uniform(-3, 3, (len(x), 2))
            left &= right(np.concatenate([bilinear(one[None], *s) for one, s in zip(x, shifts)]))
        repeats.append(np.mean(left))
    row = {'layer': 'argmax', 'sweep.trials': 'worst_of_10'}
    yield row, 'robust_accuracy', np.mean(repeats), 4 * np.std(repeats, ddof=1)


def hendrycks():
    x, _ = tiles('fashion40.png', 28)
    first_five = np.concatenate([np.arange(6), np.full(4, 5)])
    for network in ('max', 'blur'):
        frames = np.array([outputs(network, moved(x, 0, i - 7)) for i in range(16)])
        found = frames.argmax(2)
        yield {'layer': 'argmax', 'layers.0.path': network}, 'neighbour_rate', np.mean(found[1:] == found[:-1])
        order = np.argsort(-frames, axis=2, kind='stable')
        rank = np.argsort(order, axis=2)
        sigma = np.take_along_axis(rank[1:], order[:-1], 2)
        distance = np.abs(first_five[:5] - first_five[sigma[:, :, :5]]).sum(2)
        yield {'layer': 'model', 'layers.0.path': network}, 't5d', np.mean(distance)


def kauderer_abrams():
    x, _ = tiles('fashion40.png', 36)
    for network in ('max', 'blur'):
        r = outputs(network, x).astype(np.float64)
        first, second = np.triu_indices(len(r), 1)
        apart = np.median(np.linalg.norm(r[first] - r[second], axis=1))
        away = [np.linalg.norm(outputs(network, moved(x, *one)) - r, axis=1) for one in grid(-3, 3)]
        yield {'step': '1', 'layers.0.path': network}, 'sensitivity', np.mean(away) / apart


def quiroga():
    x, _ = tiles('fashion40.png', 36)
    for name in ('/2/MaxPool_output_0', '/8/GlobalAveragePool_output_0', 'logits'):
        found = np.array([outputs('max', moved(x, *one), name).reshape(len(x), -1) for one in grid(-2, 2)])
        over_shifts = found.std(0, ddof=1, dtype=np.float64).mean(0)
        over_pictures = found.std(1, ddof=1, dtype=np.float64).mean(0)
        some = over_pictures > 0
        yield {'layer': name}, 'normalized_variance', np.mean(over_shifts[some] / over_pictures[some])


def certified():
    x, labels = tiles('fashion200.png', 36)
    right = {one: decisions('max', moved(x, *one)) == labels for one in set(grid(-4, 4)) | {(5, 0), (-5, 0), (0, 5), (0, -5)}}
    norms = {'max': (lambda dy, dx: max(abs(dy), abs(dx)), 4), 'euclidean': (np.hypot, 5)}
    for name, (norm, most) in norms.items():
        for radius in range(most + 1):
            all_right = np.all([one for shift, one in right.items() if norm(*shift) <= radius], 0)
            row = {'layer': 'argmax', 'sweep.shift': f'{name} {radius}', 'shift': f'{name} {radius}'}
            yield row, 'robust_accuracy', np.mean(all_right)


def stylegan3():
    x, _ = tiles('fashion40.png', 28)
    name = '/1/Relu_output_0'
    still = outputs('max', x, name).astype(np.float64)
    squares = cells = 0
    for dy, dx in grid(-3, 3):
        other = outputs('max', moved(x, dy, dx), name)
        rows, columns = slice(max(dy, 0), 28 + min(dy, 0)), slice(max(dx, 0), 28 + min(dx, 0))
        difference = (other - np.roll(still, (dy, dx), (2, 3)))[:, :, rows, columns]
        squares += np.square(difference).sum()
        cells += difference.size
    yield {'layer': name}, 'psnr', 10 * np.log10(4 * cells / squares)


def kayhan():
    """Pictures drawn anew from the law; the sheets in the folder are not read."""
    for test, seed in (('repeated', 1988), ('independent', 1)):
        draw = np.random.RandomState(seed)
        images, labels = [], []
        for i in range(400):
            label, image = i % 2, np.zeros((3, 32, 32), np.float32)
            x1 = draw.randint(10)
            y1 = draw.randint(-4, 4)
            x2, y2 = draw.randint(x1, 28), draw.randint(-4, 4)
            while abs(x1 - x2) < 5:
                x2, y2 = draw.randint(x1, 28), draw.randint(-4, 4)
            for channel, x, y in ((label, x1, y1), (1 - label, x2, y2)):
                top = y + (23 if label else 7)
                image[channel, top : top + 4, x : x + 4] = 1
            images.append(image)
            labels.append(label)
        images, labels = np.array(images), np.array(labels)
        swapped = np.concatenate([images[:, :, 16:], images[:, :, :16]], 2)
        for network in ('V', 'S-zero', 'S-circ', 'F'):
            run = session(f'red-green/{network}.onnx', None).run
            share = lambda pictures: np.mean(run(None, {'input': pictures})[0].argmax(1) == labels)
            row = {'layer': 'argmax', 'image.path': test, 'layers.0.path': network}
            yield row, 'accuracy', share(images)
            yield row, 'shifted_accuracy', share(swapped)


PROTOCOLS = {
    'two-random-crops': zhang_crops,
    'neighbours-along-a-path': zhang_diagonal,
    'shifted-against-unshifted': azulay,
    'two-circular-shifts': chaman,
    'many-draws': polyphase,
    'parts-of-a-pixel': michaeli,
    'every-circular-shift': adversary,
    'all-shifts': engstrom,
    'translate-sequence': hendrycks,
    'sensitivity-map': kauderer_abrams,
    'normalized-variance': quiroga,
    'certified-accuracy': certified,
    'generator-translation': stylegan3,
    'red-green': kayhan,
}


def main():
    wrong = 0
    files = {path.stem for path in HERE.glob('*.yaml')}
    if files != set(PROTOCOLS):
        sys.exit(f'experiments/protocols/ and this script differ: {sorted(files ^ set(PROTOCOLS))}')
    for name, protocol in PROTOCOLS.items():
        with open(ROOT / f'results/protocols/{name}.csv', newline='') as file:
            rows = list(csv.DictReader(file))
        for meant, column, value, *tolerance in protocol():
            # Six digits are printed. Sums of float32 values differ in their order.
            allowed = tolerance[0] if tolerance else 1e-4 * max(abs(value), 1e-2)
            chosen = [row for row in rows if all(row[key] == text for key, text in meant.items() if key in row)]
            assert len(chosen) == 1, f'{name}: {len(chosen)} rows for {meant}'
            given = float(chosen[0][column])
            holds = abs(given - value) <= allowed
            wrong += not holds
            says = ', '.join(meant[key] for key in meant if key in chosen[0])
            print(f'{"" if holds else "DIFFERS "}{name}: {column} at {says}: {given:g}, here {value:.6g}')
    if wrong:
        sys.exit(f'{wrong} numbers differ')


if __name__ == '__main__':
    main()
