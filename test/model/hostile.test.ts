import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { loadModel } from '../../src/model/loaded.ts';
import { parseModelJson } from '../../src/model/model_json.ts';
import { readOnnx } from '../../src/model/onnx/file.ts';
import { readWeights } from '../../src/model/weights.ts';
import { requireSentence } from '../support/hostile.ts';
import { asTheyAre, folderOf } from '../support/model/networks.ts';
import { processorTime, scaled } from '../support/time.ts';

/** What is done to a file: bits are flipped, bytes put in place of others, or its end is cut off. */
function mutated(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = original.slice();
  const place = () => Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.1) return bytes.subarray(0, place());
  for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
    if (kind < 0.5) bytes[place()]! ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.8) bytes[place()] = 48 + Math.floor(random() * 10);
    else bytes.copyWithin(place(), place(), place() + 8);
  }
  return bytes;
}

/** A digit of a number becomes another: JSON stays JSON, and what it says becomes something else. */
function digitChanged(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = original.slice();
  const digits = [...bytes.keys()].filter((i) => bytes[i]! >= 48 && bytes[i]! <= 57);
  for (let n = 1 + Math.floor(random() * 3); n > 0; n--) {
    bytes[digits[Math.floor(random() * digits.length)]!] = 48 + Math.floor(random() * 10);
  }
  return bytes;
}

/** Whether the checks of the file itself let it through. */
async function pastChecks(bytes: Uint8Array, weights: Uint8Array | undefined): Promise<boolean> {
  try {
    if (!weights) readOnnx(bytes, 'm');
    else await readWeights(parseModelJson(bytes, 'm').groups, 'm', async () => weights);
    return true;
  } catch {
    return false;
  }
}

test.each([
  ['max-tfjs/model.json', 150],
  ['max-tfjs-graph/model.json', 150],
  ['max.onnx', 200],
] as const)(
  '%s, damaged %i times: one sentence or a model, never a crash, soon and in little memory',
  async (form, times) => {
    const random = stream(0, 'hostile', [form]);
    const original = new Uint8Array(readFileSync(join(folderOf(form), form)));
    const weights = form.endsWith('.json')
      ? new Uint8Array(readFileSync(join(folderOf(form), form.replace('model.json', 'weights.bin'))))
      : undefined;
    let past = 0;
    let refused = 0;
    for (let i = 0; i < times; i++) {
      const json = weights !== undefined && random() < 0.6;
      const bytes = json ? digitChanged(original, random) : mutated(original, random);
      const beside = weights && random() < 0.2 ? mutated(weights, random) : weights;
      if (await pastChecks(bytes, beside)) past++;
      const begun = processorTime();
      try {
        const given = {
          path: 'm',
          bytes,
          read: async () => beside!,
          outputs: [],
          constants: {},
          replacements: [],
        };
        const model = await loadModel(given, [36, 36, 1], asTheyAre);
        model.hold()();
      } catch (error) {
        refused++;
        requireSentence(error, () => `mutation ${i}`);
        const { message } = error as Error;
        expect(message.split('\n')).toHaveLength(1);
        expect(message).toMatch(/^the model m [^/]+.*[.?]$/);
      }
      expect(processorTime() - begun, `mutation ${i}`).toBeLessThan(10_000);
      expect(process.memoryUsage().rss, `mutation ${i}`).toBeLessThan(2 ** 30 + REST);
    }
    expect(past / times).toBeGreaterThan(1 / 3);
    expect(refused).toBeGreaterThan(0);
  },
  scaled(120),
);

/** What the process has without any of it, with the runtimes loaded. */
const REST = process.memoryUsage().rss;
