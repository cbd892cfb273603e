import type { Aliases } from './alias_of.ts';

export const expectationKeyWords: Aliases = {
  metric: 'metrics measure column name value of key',
  at: 'where when rows row filter for select in',
  min: 'minimum greaterthan greater gt gte ge atleast above lowerbound lower least greaterequal greaterthanorequal morethan threshold',
  max: 'maximum lessthan less lt lte le atmost below upperbound upper most lessequal lessthanorequal fewerthan',
  equals: 'equal eq is value expected be target exactly equalto tobe closeto result',
  within: 'tolerance tol atol delta eps epsilon abs plusminus',
  confident: 'confidence ci interval sure',
  compare_to: 'comparedto versus vs than against baseline betterthan',
  min_gain: 'gain margin improvement by',
  level: 'severity kind type mode',
};

export const metricWords: Aliases = {
  match_rate:
    'match rate invariance invariancerate same sameness consistency accuracyofmatch identical equal coincide coincidence hitrate stability',
  pair_rate: 'pairs pairwise pairwiserate',
  agreement: 'agree consistencyrate',
  classes: 'nclasses numclasses classcount distinct unique uniqueoutputs',
  position_bits: 'entropy bits information positionentropy mutualinformation',
  shift_bits: 'shiftentropy inputbits',
  invariant_radius: 'radius invarianceradius',
  cosine: 'cos cosinesimilarity similarity cossim',
  relative_l2: 'l2 distance mse rmse error relativeerror norm',
  max_abs: 'linf maxerror maxdiff maxdifference maxabsdiff supnorm',
  active_fraction: 'active sparsity nonzero density',
};

/** Columns that select rows in `at`. */
export const columnWords: Aliases = {
  label: 'class classname category target',
  depth: 'pools pooldepth level stage',
  layer: 'name type kind op',
  step: 'index layerindex position',
};
