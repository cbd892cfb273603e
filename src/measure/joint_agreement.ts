import * as v from 'valibot';
import { described, options, whole } from '../core/options.ts';
import type { Numbers } from '../core/tensor.ts';
import { defineMeasure, type MeasureColumn, type MeasureKind } from './kind.ts';

const jointOptions = options({
  draws: described('How many draws have to coincide.', v.optional(whole({ min: 2, max: 1000 }), 3)),
});

/**
 * How often several draws all coincide. For two it is `agreement`. Of N trials, n_c of them in class c, it is the share
 * of the choices of k trials that are of one class; for `trials: all`, of k independent draws.
 *
 * @example
 * measures: [{ type: joint_agreement, draws: 5 }]
 */
function jointAgreementOf({
  draws,
}: v.InferOutput<typeof jointOptions>): MeasureKind<{ joint_agreement: MeasureColumn }> {
  return defineMeasure({
    title: 'How often several draws all coincide.',
    when: 'asked',
    options: jointOptions,
    configure: jointAgreementOf,
    columns: {
      joint_agreement: {
        type: 'rate',
        unit: '1',
        better: 'higher',
        description: `Chance that ${draws} draws all coincide, equal shifts included; empty for fewer trials.`,
        formula: `Σ_c Π_{i<${draws}} (n_c - i) / (N - i); for \`trials: all\` Σ_c (n_c / N)^${draws}`,
        source:
          'Rojas-Gomez et al. 2022, "Learnable polyphase sampling for shift invariant and equivariant convolutional networks" (consistency of N draws)',
      },
    },
    measure: ({ trialsOf, shifts: { total, all } }) => ({
      joint_agreement: total < draws && !all ? null : chanceOfOneClass(trialsOf, total, draws, all),
    }),
  });
}

export const jointAgreement = jointAgreementOf({ draws: 3 });

function chanceOfOneClass(trialsOf: Numbers, total: number, draws: number, all: boolean): number {
  let sum = 0;
  for (const trials of trialsOf) {
    let chance = 1;
    for (let i = 0; i < draws && chance > 0; i++)
      chance *= all ? trials / total : Math.max(trials - i, 0) / (total - i);
    sum += chance;
  }
  return sum;
}
