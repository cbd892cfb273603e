import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/index.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';
import { expected, folderOf, forms, networks } from '../support/model/networks.ts';
import { scaled } from '../support/time.ts';

/** Each form of each network, on each runtime that is fast enough for 16,200 pictures: ONNX has its own. */
const cases = forms.flatMap(([, form]) =>
  backendsThere
    .filter(({ name }) => name === 'wasm' || (name === 'tensorflow' && !form.endsWith('.onnx')))
    .map((on) => [form, on] as const),
);

test.each(cases.map(([form, on]) => [form, on.name, on] as const))(
  '%s on %s: of 200 pictures × 81 shifts as many match as in PyTorch, class by class',
  async (form, _, backend) => {
    const wanted = expected.models[form.replace(/[-.].*/, '')]!;
    const consistency = wanted.consistency_200x81;
    // None of the decisions is fragile, so each has to be the same.
    expect(consistency.smallest_margin).toBeGreaterThan(1e-4);
    const { table, images } = await run(
      {
        image: { type: 'sprite', path: 'fashion200.png', tile: 28, embed: { size: 36 } },
        shift: { max: 4 },
        trials: 'all',
        layers: [{ type: 'model', path: form }, 'argmax'],
        measures: ['accuracy'],
        tables: ['summary', 'images'],
      },
      { base: withPictures(form), backend },
    );
    const decision = table.rows.at(-1)!;
    expect(decision).toMatchObject({ layer: 'argmax', images: 200, trials: 16_200 });
    expect(decision.matches).toBe(consistency.matches_torch);
    expect(decision.accuracy).toBe(wanted.correct_200_on_canvas36 / 200);
    const decisions = images!.rows.filter(({ layer }) => layer === 'argmax');
    expect(decisions.filter(({ matches }) => matches === 81)).toHaveLength(
      consistency.images_with_all_81_equal,
    );
    const byClass = Array.from({ length: 10 }, (_, row) =>
      decisions
        .filter(({ label }) => label === String(row))
        .reduce((sum, { matches }) => sum + Number(matches), 0),
    );
    expect(byClass).toEqual(consistency.matches_per_row);
  },
  scaled(180),
);

/** A folder with that form of a network, and the pictures. */
function withPictures(form: string): string {
  const base = folder();
  cpSync(join(networks, 'fashion200.png'), join(base, 'fashion200.png'));
  const [first] = form.split('/') as [string];
  cpSync(join(folderOf(form), first), join(base, first), { recursive: true });
  return base;
}

test(`those were computed on: ${whichAreThere}`, () => {
  expect(cases.length).toBeGreaterThanOrEqual(forms.length);
});
