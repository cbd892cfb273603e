import type { InspectedOutput } from '../../model/inspect.ts';
import { type Proposal, WHOLE_TYPE } from './proposal.ts';

/** Names of values that are quantities, and that nothing is decided by. */
const NAMES_OF_QUANTITIES =
  /(^|[^a-z])(age|angles?|yaw|pitch|roll|pose|distance|depth|count|quality|bbox|box(es)?|mu|logvar|mean|error|anomaly)([^a-z]|$)/i;

/** Names of features, by which pictures are compared. */
const NAMES_OF_FEATURES = /embed|feature|descriptor|latent|hidden_state|pooler|encod/i;

/** Names of scores of classes. */
const NAMES_OF_SCORES = /logit|prob|softmax|class|scores?|predictions?/i;

/** Operations whose values have no end, such as a logit has none. */
const OPEN = /^(Gemm|MatMul|Add|AddV2|BiasAdd|Conv|Conv2D|_FusedMatMul|FusedMatMul|Einsum|Sub)$/;

/** Operations that features come from, and no scores of classes. */
const OF_FEATURES =
  /^(GlobalAveragePool(ing2D)?|GlobalMaxPool(ing2D)?|ReduceMean|Mean|ReduceMax|Relu|ReLU|Tanh|LayerNormalization|BatchNormalization|LpNormalization|UnitNormalization|MaxPool|AveragePool)$/;

/** How many features networks have: multiples of this. Classes are rarely as many. */
const FEATURE_STEP = 64;

/** A picture's one value, or its few values, and what decides by them. */
export function fewValues(output: InspectedOutput): Proposal {
  const { name, type = '', classNumbers = false } = output;
  // A single whole number is a class already.
  const single = output.shape![2] === 1;
  if (classNumbers || (single && WHOLE_TYPE.test(type))) return {};
  if (NAMES_OF_QUANTITIES.test(name)) return {};
  return single ? oneValue(output) : severalValues(output);
}

function oneValue({ name, type, maker = '', traits }: InspectedOutput): Proposal {
  if (type === 'bool' || /^(Hard)?Sigmoid$/.test(maker)) return { layer: HALF };
  if (/logit/i.test(name)) return { layer: '{ type: argmax, threshold: 0 }' };
  const isShare = traits ? traits.range[0] >= 0 && traits.range[1] <= 1 && !OPEN.test(maker) : true;
  if (isShare)
    return {
      assumed: 'Taken for a probability. Behind a quantity leave argmax out: max_abs says how far it moves.',
      layer: HALF,
    };
  return {
    assumed:
      'Taken for a quantity, as it is not from 0 to 1: max_abs says how far it moves. Behind a logit write - { type: argmax, threshold: 0 }',
  };
}

const HALF = '{ type: argmax, threshold: 0.5 }';

function severalValues({ name, type = '', maker = '', shape, traits }: InspectedOutput): Proposal {
  const scores = /^(Log)?Softmax(V2)?$/.test(maker) || traits?.shares || WHOLE_TYPE.test(type);
  if (scores || NAMES_OF_SCORES.test(name)) return { layer: 'argmax' };
  if (NAMES_OF_FEATURES.test(name)) return {};
  if ((traits?.unit && !OPEN.test(maker)) || OF_FEATURES.test(maker) || shape![2] % FEATURE_STEP === 0)
    return {
      assumed: 'Taken for features: cosine says how far they turn. Behind scores of classes write - argmax',
    };
  if (traits && traits.range[0] >= 0 && traits.range[1] <= 1 && !OPEN.test(maker))
    return {
      assumed: 'Taken for a probability of each label: argmax is the most probable one.',
      layer: 'argmax',
    };
  return {
    assumed:
      'Taken for scores of classes. Behind other values leave argmax out: relative_l2 says how far they move.',
    layer: 'argmax',
  };
}
