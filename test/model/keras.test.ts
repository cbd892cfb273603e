import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Constants } from '../../src/model/constants.ts';
import { kerasModel } from '../../src/model/keras/keras_model.ts';
import { backendsThere } from '../support/backends.ts';

/** float32 in base64. */
interface Stored {
  shape: number[];
  data: string;
}

interface Case {
  name: string;
  topology: Record<string, unknown>;
  /** By name; a list of pairs where several have the same name. */
  weights: Record<string, Stored> | [string, Stored][];
  input: Stored;
  output?: Stored;
  /** Of a model of several outputs. */
  outputs?: Stored[];
  /** Of inputs beside the picture. */
  constants?: Constants;
}

const casesIn = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/keras_models/${name}`, import.meta.url), 'utf8'));

const cases = [
  'cases.json',
  'more_cases.json',
  'latest_cases.json',
  'function_cases.json',
  'loaded_cases.json',
  'wider_cases.json',
  'further_cases.json',
].flatMap(casesIn);

const bytesOf = ({ data }: Stored) => new Uint8Array(Buffer.from(data, 'base64'));
const valuesOf = (stored: Stored) => new Float32Array(bytesOf(stored).slice().buffer);

function modelOf({ topology, weights, constants = {} }: Case) {
  const groups = (Array.isArray(weights) ? weights : Object.entries(weights)).map(([name, stored]) => ({
    weights: [{ name, shape: stored.shape, dtype: 'float32' }],
    bytes: bytesOf(stored),
  }));
  const given = { path: 'm', outputs: [], constants, replacements: [] };
  return kerasModel(given, { topology }, groups);
}

describe.each(backendsThere.map((backend) => [backend.name, backend] as const))('on %s', (_, backend) => {
  test.each(cases.map((one) => [one.name, one] as const))('%s is as in Keras', async (_, one) => {
    const { tf } = backend;
    const tensors = tf.memory().numTensors;
    const model = modelOf(one);
    const outputs = await model.run(valuesOf(one.input), one.input.shape, async () => backend);
    const expected = one.outputs ?? [one.output!];
    expect(outputs.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
    expect(model.shapes!(one.input.shape)).toEqual(expected.map(({ shape }) => shape));
    for (const [at, output] of outputs.entries()) {
      const wanted = valuesOf(expected[at]!);
      const largest = Math.max(1, ...wanted.map(Math.abs));
      for (const [i, value] of wanted.entries())
        if (!(Math.abs(output.data[i]! - value) <= 1e-5 * largest))
          throw new Error(`value ${i} of output ${at} is ${output.data[i]}, not ${value}`);
    }
    model.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
