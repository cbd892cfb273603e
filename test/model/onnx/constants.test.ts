import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { joined } from '../../../src/core/joined.ts';
import { loadModel } from '../../../src/model/loaded.ts';
import {
  ATTRIBUTE,
  ELEMENTS,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  SPARSE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from '../../../src/model/onnx/fields.ts';
import { readOnnx } from '../../../src/model/onnx/file.ts';
import { requireSmallBodies } from '../../../src/model/onnx/growth.ts';
import { lengthDelimited, varintField } from '../../../src/model/onnx/wire.ts';
import { asTheyAre } from '../../support/model/networks.ts';

type Attributes = Record<string, number | number[]>;
type Constant = readonly [type: 'float32' | 'int64', lengths: readonly number[], value: number | number[]];
type Step = readonly [operation: string, inputs: readonly string[], output: string, attributes?: Attributes];

/** Types of attributes. */
const INT = 2;
const INTS = 7;

const nodeOf = ([operation, inputs, output, attributes = {}]: Step) =>
  lengthDelimited(
    GRAPH.node,
    joined([
      ...inputs.map((name) => lengthDelimited(NODE.input, name)),
      lengthDelimited(NODE.output, output),
      lengthDelimited(NODE.operation, operation),
      ...Object.entries(attributes).map(([name, values]) =>
        lengthDelimited(
          NODE.attribute,
          joined([
            lengthDelimited(ATTRIBUTE.name, name),
            ...[values]
              .flat()
              .map((value) =>
                varintField(typeof values === 'number' ? ATTRIBUTE.int : ATTRIBUTE.ints, value),
              ),
            varintField(ATTRIBUTE.type, typeof values === 'number' ? INT : INTS),
          ]),
        ),
      ),
    ]),
  );

const tensorOf = (name: string, [type, lengths, value]: Constant) => {
  const count = lengths.reduce((all, n) => all * n, 1);
  const values = typeof value === 'number' ? new Array<number>(count).fill(value) : value;
  const packed = type === 'float32' ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
  return lengthDelimited(
    GRAPH.initializer,
    joined([
      ...lengths.map((length) => varintField(TENSOR.lengths, length)),
      varintField(TENSOR.type, ELEMENTS[type]),
      lengthDelimited(TENSOR.name, name),
      lengthDelimited(TENSOR.raw, new Uint8Array(packed.buffer)),
    ]),
  );
};

const pictureOf = (field: number, name: string) => {
  const lengths = [1, 1, 8, 8].map((n) => lengthDelimited(SHAPE.dimension, varintField(1, n)));
  const tensor = joined([
    varintField(TENSOR_TYPE.element, ELEMENTS.float32),
    lengthDelimited(TENSOR_TYPE.shape, joined(lengths)),
  ]);
  const type = lengthDelimited(VALUE_INFO.type, lengthDelimited(TYPE.tensor, tensor));
  return lengthDelimited(field, joined([lengthDelimited(VALUE_INFO.name, name), type]));
};

/** A model that gives its picture x plus the largest value of `big`. */
function modelWith(constants: Record<string, Constant>, steps: readonly Step[], opset: number): Uint8Array {
  const graph = joined([
    ...steps.map(nodeOf),
    nodeOf(['ReduceMax', ['big'], 'most']),
    nodeOf(['Add', ['x', 'most'], 'y']),
    ...Object.entries(constants).map(([name, constant]) => tensorOf(name, constant)),
    pictureOf(GRAPH.input, 'x'),
    pictureOf(GRAPH.output, 'y'),
  ]);
  return joined([
    varintField(MODEL.irVersion, 8),
    lengthDelimited(MODEL.graph, graph),
    lengthDelimited(MODEL.opset, varintField(OPSET.version, opset)),
  ]);
}

const loading = (constants: Record<string, Constant>, steps: readonly Step[], opset = 13) => {
  const bytes = modelWith(constants, steps, opset);
  const read = async () => new Uint8Array(0);
  const given = { path: 'm', bytes, read, outputs: [], constants: {}, replacements: [] };
  return loadModel(given, [8, 8, 1], asTheyAre).then(
    (model) => {
      model.hold()();
      return 'loaded';
    },
    (error: Error) => error.message,
  );
};

/** So many beside so many are 10^10. */
const N = 100_000;
const ONES = { a: ['float32', [N, 1], 1], b: ['float32', [1, N], 1] } satisfies Record<string, Constant>;
const SMALL = { a: ['float32', [1, 1, 2, 2], 1] } satisfies Record<string, Constant>;
const floats = (...values: number[]): Constant => ['float32', [values.length], values];
const whole = (...values: number[]): Constant => ['int64', [values.length], values];

describe('a value that grows out of small constants is refused before the runtime computes it', () => {
  test.each([
    ['Mul', ONES, [['Mul', ['a', 'b'], 'big']]],
    [
      'Where',
      { ...ONES, c: whole(0) },
      [
        ['Equal', ['c', 'c'], 'd'],
        ['Where', ['d', 'a', 'b'], 'big'],
      ],
    ],
    ['MatMul', ONES, [['MatMul', ['a', 'b'], 'big']]],
    ['Gather', { a: ONES.b, i: ['int64', [N], 0] }, [['Gather', ['a', 'i'], 'big']]],
    ['GatherND', { a: ONES.b, i: ['int64', [N, 1], 0] }, [['GatherND', ['a', 'i'], 'big']]],
    [
      'OneHot',
      { i: ['int64', [N], 0], depth: whole(N), v: floats(0, 1) },
      [['OneHot', ['i', 'depth', 'v'], 'big']],
    ],
    ['Tile', { ...SMALL, n: whole(1, 1, N, N) }, [['Tile', ['a', 'n'], 'big']]],
    ['Pad', { ...SMALL, n: whole(0, 0, 0, 0, 0, 0, N, N) }, [['Pad', ['a', 'n'], 'big']]],
    ['Resize', { ...SMALL, s: floats(1, 1, N, N) }, [['Resize', ['a', '', 's'], 'big']]],
    ['Resize to a size', { ...SMALL, s: whole(1, 1, N, N) }, [['Resize', ['a', '', '', 's'], 'big']]],
    [
      'ConvTranspose',
      { a: ['float32', [1, 1, 3, 3], 1], w: ['float32', [1, 1, 1, 1], 1] },
      [['ConvTranspose', ['a', 'w'], 'big', { strides: [N, N] }]],
    ],
    ['Expand along the other axis', { a: ONES.a, s: whole(1, N) }, [['Expand', ['a', 's'], 'big']]],
    [
      'Expand to a shape in pieces',
      { a: floats(1), n: whole(1000), k: whole(100) },
      [
        ['Mul', ['n', 'k'], 'p'],
        ['Concat', ['p', 'p'], 's', { axis: 0 }],
        ['Expand', ['a', 's'], 'big'],
      ],
    ],
    [
      'ConstantOfShape of the shape of a constant',
      { a: ['float32', [N], 1] },
      [
        ['Shape', ['a'], 'n'],
        ['Concat', ['n', 'n'], 's', { axis: 0 }],
        ['ConstantOfShape', ['s'], 'big'],
      ],
    ],
  ] as [string, Record<string, Constant>, Step[]][])('%s', async (_, constants, steps) => {
    expect(await loading(constants, steps)).toMatch(
      /^the model m makes [\d,]{14} values of constants at big \(\w+\), more than the 1,073,741,824 allowed; output: NAME takes a value that does not need it\.$/,
    );
  });

  test('Upsample', async () => {
    const constants = { ...SMALL, s: floats(1, 1, N, N) };
    expect(await loading(constants, [['Upsample', ['a', 's'], 'big']], 9)).toContain(
      'makes 40,000,000,000 values of constants at big (Upsample)',
    );
  });
});

test('the same operations on few constants are computed', async () => {
  const few = { a: ['float32', [9, 1], 1], b: ['float32', [1, 9], 1], n: whole(2, 2) } satisfies Record<
    string,
    Constant
  >;
  const steps: Step[] = [
    ['Mul', ['a', 'b'], 'c'],
    ['Tile', ['c', 'n'], 'd'],
    ['MatMul', ['d', 'd'], 'big'],
  ];
  expect(await loading(few, steps)).toBe('loaded');
});

test('what a condition within a loop makes of constants of both is counted', async () => {
  const bytes = readFileSync(join(import.meta.dirname, '../../fixtures/onnx_models/grows_within.onnx'));
  const read = async () => new Uint8Array(0);
  const given = { path: 'm', bytes, read, outputs: [], constants: {}, replacements: [] };
  await expect(loadModel(given, [8, 8, 1], asTheyAre)).rejects.toThrow(
    'the model m makes 2,147,483,648 values of constants at big (Mul)',
  );
});

test('of hundreds of conditions, only those that may grow a constant have the runtime read the model anew', async () => {
  const branch = (step: Step) =>
    joined([tensorOf('few', ['float32', [9, 1], 1]), tensorOf('row', ['float32', [1, 9], 1]), nodeOf(step)]);
  const condition = (i: number, body: Uint8Array) => {
    const attribute = [
      lengthDelimited(ATTRIBUTE.name, 'then_branch'),
      lengthDelimited(ATTRIBUTE.graph, body),
    ];
    const node = [
      lengthDelimited(NODE.output, `y${i}`),
      lengthDelimited(NODE.operation, 'If'),
      lengthDelimited(NODE.attribute, joined(attribute)),
    ];
    return lengthDelimited(GRAPH.node, joined(node));
  };
  const small = Array.from({ length: 300 }, (_, i) =>
    condition(i, branch(i % 2 ? ['Mul', ['few', 'row'], 'inner'] : ['Add', ['x', 'few'], 'inner'])),
  );
  const doubtful = condition(300, branch(['Resize', ['few'], 'inner']));
  const bytes = lengthDelimited(MODEL.graph, joined([...small, doubtful]));
  const asked: (readonly string[])[] = [];
  const wanted = Array.from({ length: 301 }, (_, i) => `y${i}`);
  await requireSmallBodies('m', bytes, readOnnx(bytes, 'm'), wanted, async (_bytes, whole, made) => {
    asked.push([whole.nodes.at(-1)!.operation, ...made]);
  });
  expect(asked).toEqual([['Resize', 'inner']]);
});

test('a value that a picture grows to within a model is refused before it is computed', async () => {
  const message = await loading({ n: whole(1, 1, 9000, 9000) }, [['Tile', ['x', 'n'], 'big']]);
  expect(message).toBe(
    'the model m makes 5,184,000,000 values at big for a picture, more than the 4,294,967,296 allowed; output: NAME takes a value that does not need it.',
  );
});

test('a sparse constant of which the runtime would make a huge one is refused', () => {
  const sparse = joined([N, N].map((length) => varintField(SPARSE.lengths, length)));
  const message =
    'the model m has a sparse constant of 10,000,000,000 values, more than the 1,073,741,824 allowed; export it without that constant.';
  const stored = lengthDelimited(GRAPH.sparse, sparse);
  expect(() => readOnnx(lengthDelimited(MODEL.graph, stored), 'm')).toThrow(message);
  const attribute = lengthDelimited(NODE.attribute, lengthDelimited(ATTRIBUTE.sparse, sparse));
  const node = lengthDelimited(GRAPH.node, joined([lengthDelimited(NODE.operation, 'Constant'), attribute]));
  expect(() => readOnnx(lengthDelimited(MODEL.graph, node), 'm')).toThrow(message);
});
