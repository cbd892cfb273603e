import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withOutputs } from '../../../src/model/onnx/changed.ts';
import { ELEMENTS } from '../../../src/model/onnx/fields.ts';
import { readOnnx } from '../../../src/model/onnx/file.ts';
import { inMemory } from '../../../src/model/onnx/files.ts';
import { withoutWeights } from '../../../src/model/onnx/weights.ts';
import { fieldsOf, lengthDelimited, NotAMessage } from '../../../src/model/onnx/wire.ts';
import { networks } from '../../support/model/networks.ts';

const max = readFileSync(join(networks, 'max.onnx'));
const text = (value: string) => new TextEncoder().encode(value);
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const message = (...fields: [number, Uint8Array][]) =>
  joined(...fields.map(([f, b]) => lengthDelimited(f, b)));

test('a message is read as it was written', () => {
  const field = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(fc.array(field, { maxLength: 8 }), (fields) => {
      expect([...fieldsOf(message(...fields))]).toEqual(fields.map(([field, bytes]) => ({ field, bytes })));
    }),
  );
});

test('numbers of every kind are passed over, and come as they are', () => {
  // Field 1: 300 as a varint; field 2: eight bytes; field 3: four bytes. Examples of the encoding guide.
  const bytes = Uint8Array.of(0x08, 0xac, 0x02, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1d, 1, 2, 3, 4);
  expect([...fieldsOf(bytes)]).toEqual([
    { field: 1, value: 300 },
    { field: 2, bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
    { field: 3, bytes: Uint8Array.of(1, 2, 3, 4) },
  ]);
});

test('bytes of any sort are a message or are refused, and soon', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        for (const _ of fieldsOf(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(NotAMessage);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a network tells its values in the order of its nodes', () => {
  const { nodes, outputs, irVersion, opset, external, operations } = readOnnx(max, 'max.onnx');
  expect(nodes.flatMap((node) => node.outputs)).toEqual([
    '/0/Conv_output_0',
    '/1/Relu_output_0',
    '/2/MaxPool_output_0',
    '/3/Conv_output_0',
    '/4/Relu_output_0',
    '/5/MaxPool_output_0',
    '/6/Conv_output_0',
    '/7/Relu_output_0',
    '/8/GlobalAveragePool_output_0',
    '/9/Flatten_output_0',
    'logits',
  ]);
  expect(nodes.map(({ operation }) => operation).slice(0, 3)).toEqual(['Conv', 'Relu', 'MaxPool']);
  expect(outputs).toEqual([{ name: 'logits', type: ELEMENTS.float32 }]);
  expect([irVersion, opset, external.size]).toEqual([8, 17, 0]);
  expect(operations).toContain('Gemm');
  expect(readOnnx(withOutputs(max, ['/0/Conv_output_0']), '').outputs.map(({ name }) => name)).toEqual([
    'logits',
    '/0/Conv_output_0',
  ]);
  expect(withOutputs(max, [])).toBe(max);
});

test.each<[string, Uint8Array, string]>([
  ['nothing', Uint8Array.of(), 'is not an ONNX file: it holds no graph'],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'is not an ONNX file, or truncated'],
  ['half of it', max.subarray(0, 50_000), 'is not an ONNX file, or truncated'],
  ['another message', message([1, text('x')]), 'is not an ONNX file: it holds no graph'],
  [
    'graphs without end',
    message([
      7,
      Array.from({ length: 40 }).reduce<Uint8Array>(
        (inner) => message([1, message([5, message([6, inner])])]),
        Uint8Array.of(),
      ),
    ]),
    'has graphs within graphs, more than 16 deep',
  ],
])('%s is refused', (_, bytes, why) => {
  expect(() => readOnnx(bytes, 'm.onnx')).toThrow(`the model m.onnx ${why}`);
});

test.each<[string, Uint8Array, string[]]>([
  [
    'of a weight',
    message([7, message([5, message([13, message([1, text('location')], [2, text('w.data')])])])]),
    ['w.data'],
  ],
  ['without a name', message([7, message([5, Uint8Array.of(0x70, 1)])]), ['']],
  [
    'of a constant in a node',
    message([7, message([1, message([5, message([5, Uint8Array.of(0x70, 1)])])])]),
    [''],
  ],
])('files %s are noted', (_, bytes, files) => {
  expect([...readOnnx(bytes, 'm.onnx').external]).toEqual(files);
});

test('large weights in the file itself are the weights that were there', async () => {
  const small = await withoutWeights(inMemory(max), 'here');
  expect(small.length).toBeLessThan(max.length / 2);
  const { nodes, external, outputs } = readOnnx(small, 'm.onnx');
  const whole = readOnnx(max, 'm.onnx');
  expect([...external]).toEqual(['here']);
  expect({ nodes, outputs }).toEqual({ nodes: whole.nodes, outputs: whole.outputs });
  const own = readOnnx(small, 'm.onnx', 'here');
  expect([own.external.size, own.weightBytes]).toEqual([0, whole.weightBytes]);
  // Field 7, the graph; 5, a weight; 13, where it is: key and value.
  const within = (bytes: Uint8Array, field: number) =>
    [...fieldsOf(bytes)].flatMap((one) => (one.field === field && 'bytes' in one ? [one.bytes] : []));
  const weights = (bytes: Uint8Array) => within(bytes, 7).flatMap((graph) => within(graph, 5));
  const before = weights(max);
  let moved = 0;
  for (const [i, weight] of weights(small).entries()) {
    const places = within(weight, 13).map((entry) =>
      [...fieldsOf(entry)].map((one) => ('bytes' in one ? new TextDecoder().decode(one.bytes) : '')),
    );
    const { offset, length } = Object.fromEntries(places);
    const [raw] = within(before[i]!, 9);
    if (offset === undefined) expect([...weight]).toEqual([...before[i]!]);
    else {
      moved++;
      expect([...max.subarray(Number(offset), Number(offset) + Number(length))]).toEqual([...raw!]);
      expect([...within(weight, 8)[0]!]).toEqual([...within(before[i]!, 8)[0]!]);
    }
  }
  expect(moved).toBeGreaterThan(1);
});
