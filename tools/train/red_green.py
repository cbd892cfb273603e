"""
Trains the four networks of the Red-Green experiment of Kayhan & van Gemert 2020, "On translation invariance in CNNs:
convolutional layers can exploit absolute spatial location", Table 1, and writes the pictures that they are tested with.

    pip install tensorflow-cpu onnx
    python tools/train/red_green.py experiments/protocols/red-green [--seeds 5]

It writes FOLDER/seeds.csv, the accuracy of every training; FOLDER/{V,S-zero,S-circ,F}.onnx, the networks of seed 0; and
FOLDER/{repeated,independent}.png, the first 400 pictures of each test. A training takes one to three minutes on two
cores. Threads add numbers in another order, so that another run may give other weights.

What is taken from the authors' code (github.com/oskyhn/CNNs-Without-Borders, BSD 3-Clause), none of it copied:

- A picture is 32×32×3, black, with one red and one green box of 4×4. Class 0 has red on the left and both boxes about
  row 7, class 1 green on the left and both about row 23. The left box begins at column 0 to 9, the other one at least 5
  columns further, up to column 27; each at row 7 (or 23) - 4 to + 3. Classes alternate.
- Train, validation and test pictures (2,000, 1,000, 1,000) are drawn from the same seed, 1988. So validation and test are
  the first 1,000 training pictures: the test "repeated". The test "independent" has 1,000 pictures of another seed.
- The dissimilar test is the similar one, moved by 16 rows: class 0 down, class 1 up.
- 3×3 convolutions 3 → 32 (stride 1), 32 → 32, 32 → 64, 64 → 64 (stride 2), no bias, ReLU, global maximum, dense to 2.
- Weights are drawn as PyTorch does, uniform within 1 / sqrt(fan-in). Adadelta (rate 1, rho 0.9, epsilon 1e-6, weight
  decay 5e-5), batches of 200 in one order, 50 epochs; training stops at the ninth epoch in a row without a smaller
  validation loss, and the weights of the smallest loss are kept.
- Padding on each side: V 0, S-zero 1, F 2. S-circ asks for 2, which PyTorch before 1.5 divided among both sides: 1.

The networks are stored with 8 bits a weight, one scale for each filter. seeds.csv has the accuracy before and after that.
"""

import argparse
import csv
import os
import pathlib

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
import numpy as np
import onnx
import tensorflow as tf
from onnx import TensorProto, helper, numpy_helper

NETWORKS = ['V', 'S-zero', 'S-circ', 'F']
CHANNELS = [3, 32, 32, 64, 64]
STRIDES = [1, 2, 2, 2]
PADDING = {'V': 0, 'S-zero': 1, 'S-circ': 1, 'F': 2}
THEIR_SEED = 1988
BOX = 4


def pictures(count, seed):
    """[count, 32, 32, 3] and labels. The order of draws is theirs, so that seed 1988 gives their pictures."""
    draw = np.random.RandomState(seed)
    images = np.zeros((count, 32, 32, 3), np.float32)
    labels = np.arange(count) % 2
    for image, label in zip(images, labels):
        middle = (7, 23)[label]
        x, y = draw.randint(10), draw.randint(-4, 4) + middle
        while True:
            other_x, other_y = draw.randint(x, 28), draw.randint(-4, 4) + middle
            if other_x - x > BOX:
                break
        image[y : y + BOX, x : x + BOX, label] = 1
        image[other_y : other_y + BOX, other_x : other_x + BOX, 1 - label] = 1
    return images, labels


def dissimilar(images):
    """Moved by 16 rows. Nothing leaves the picture, so that both directions are one roll."""
    return np.roll(images, 16, axis=1)


def initial(seed):
    """The weights of four convolutions and of the dense layer, and its bias."""
    draw = np.random.default_rng(seed)
    uniform = lambda shape, fan_in: draw.uniform(-(fan_in**-0.5), fan_in**-0.5, shape).astype(np.float32)
    convolutions = [uniform((3, 3, c, f), 9 * c) for c, f in zip(CHANNELS, CHANNELS[1:])]
    return [*convolutions, uniform((64, 2), 64), uniform((2,), 64)]


def padded(x, network):
    p = PADDING[network]
    if network == 'S-circ':
        x = tf.concat([x[:, -p:], x, x[:, :p]], 1)
        return tf.concat([x[:, :, -p:], x, x[:, :, :p]], 2)
    return tf.pad(x, [[0, 0], [p, p], [p, p], [0, 0]])


def scores(x, weights, network):
    *kernels, dense, bias = weights
    for kernel, stride in zip(kernels, STRIDES):
        x = tf.nn.relu(tf.nn.conv2d(padded(x, network), kernel, stride, 'VALID'))
    return tf.reduce_max(x, [1, 2]) @ dense + bias


def train(network, seed, data, validation):
    weights = [tf.Variable(value) for value in initial(seed)]
    squares = [tf.Variable(tf.zeros_like(w)) for w in weights]
    steps = [tf.Variable(tf.zeros_like(w)) for w in weights]

    def loss_of(images, labels):
        found = scores(images, weights, network)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, found))

    @tf.function
    def learn(images, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(images, labels)
        # Adadelta (Zeiler 2012) at rate 1.
        for w, g, square, moved in zip(weights, tape.gradient(loss, weights), squares, steps):
            g = g + 5e-5 * w
            square.assign(0.9 * square + 0.1 * g * g)
            step = g * tf.sqrt(moved + 1e-6) / tf.sqrt(square + 1e-6)
            moved.assign(0.9 * moved + 0.1 * step * step)
            w.assign_sub(step)

    validate = tf.function(loss_of)
    least, kept, waited = np.inf, None, 0
    images, labels = data
    for epoch in range(50):
        for first in range(0, len(images), 200):
            learn(images[first : first + 200], labels[first : first + 200])
        loss = float(validate(*validation))
        if loss < least:
            least, kept, waited = loss, [w.numpy() for w in weights], 0
        elif waited == 8:
            break
        else:
            waited += 1
    return kept, epoch + 1, least


def accuracy(network, weights, images, labels):
    return float(np.mean(np.argmax(scores(images, weights, network), 1) == labels))


def rounded(kernel):
    """8 bits a weight: whole numbers from -127 to 127, and one scale for each filter."""
    scale = np.abs(kernel).max(tuple(range(kernel.ndim - 1))) / 127
    return np.rint(kernel / scale).astype(np.int8), scale.astype(np.float32)


def as_stored(weights):
    *kernels, bias = weights
    return [whole * scale for whole, scale in map(rounded, kernels)] + [bias]


def write_onnx(path, network, weights):
    *kernels, dense, bias = weights
    nodes, values = [], [numpy_helper.from_array(bias, 'bias')]

    def restored(name, whole, scale, axis):
        zero = np.zeros(scale.shape, np.int8)
        for part, value in [('whole', whole), ('scale', scale), ('zero', zero)]:
            values.append(numpy_helper.from_array(value, f'{name}_{part}'))
        of = [f'{name}_whole', f'{name}_scale', f'{name}_zero']
        nodes.append(helper.make_node('DequantizeLinear', of, [f'{name}_kernel'], axis=axis))
        return f'{name}_kernel'

    p = PADDING[network]
    wraps = network == 'S-circ'
    if wraps:
        values.append(numpy_helper.from_array(np.array([0, 0, p, p, 0, 0, p, p], np.int64), 'around'))
    last = 'input'
    for i, (kernel, stride) in enumerate(zip(kernels, STRIDES), 1):
        whole, scale = rounded(kernel)
        kernel = restored(f'conv{i}', np.ascontiguousarray(whole.transpose(3, 2, 0, 1)), scale, 0)
        if wraps:
            nodes.append(helper.make_node('Pad', [last, 'around'], [f'pad{i}'], mode='wrap'))
            last = f'pad{i}'
        pads = [0 if wraps else p] * 4
        nodes.append(helper.make_node('Conv', [last, kernel], [f'conv{i}'], strides=[stride] * 2, pads=pads))
        nodes.append(helper.make_node('Relu', [f'conv{i}'], [f'relu{i}']))
        last = f'relu{i}'
    nodes.append(helper.make_node('GlobalMaxPool', [last], ['most']))
    nodes.append(helper.make_node('Flatten', ['most'], ['flat']))
    nodes.append(helper.make_node('Gemm', ['flat', restored('dense', *rounded(dense), 1), 'bias'], ['logits']))
    described = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(nodes, network, [described('input', ['n', 3, 32, 32])], [described('logits', ['n', 2])], values)
    opset = [helper.make_opsetid('', 19)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9, producer_name='red_green.py'), path)


def write_sheet(path, images, labels):
    """One row of tiles for each class."""
    rows = [np.concatenate(images[labels == label], 1) for label in (0, 1)]
    sheet = (np.concatenate(rows) * 255).astype(np.uint8)
    path.write_bytes(tf.io.encode_png(sheet, compression=9).numpy())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--seeds', type=int, default=5)
    parser.add_argument('--networks', nargs='+', default=NETWORKS)
    given = parser.parse_args()
    data = pictures(2000, THEIR_SEED)
    tests = {'repeated': pictures(1000, THEIR_SEED), 'independent': pictures(1000, 1)}
    for name, (images, labels) in tests.items():
        write_sheet(given.folder / f'{name}.png', images[:400], labels[:400])
    with open(given.folder / 'seeds.csv', 'w', newline='') as file:
        table = csv.writer(file, lineterminator='\n')
        table.writerow(['network', 'seed', 'bits', 'epochs', 'test', 'similar', 'dissimilar'])
        for network in given.networks:
            for seed in range(given.seeds):
                weights, epochs, loss = train(network, seed, data, tests['repeated'])
                for bits, these in [(32, weights), (8, as_stored(weights))]:
                    for test, (images, labels) in tests.items():
                        similar = accuracy(network, these, images, labels)
                        other = accuracy(network, these, dissimilar(images), labels)
                        table.writerow([network, seed, bits, epochs, test, f'{similar:.3f}', f'{other:.3f}'])
                file.flush()
                print(network, seed, epochs, f'{loss:.6f}', similar, other, flush=True)
                if seed == 0:
                    write_onnx(given.folder / f'{network}.onnx', network, weights)


if __name__ == '__main__':
    main()
