import type { Aliases } from './alias_of.ts';

export const comparisonWords: Aliases = {
  exact: 'equal equals equality identical same bitwise strict eq ayni esit',
  close: 'approx approximate approximately allclose isclose almost tolerance near similar fuzzy tol yakin',
  roll: 'rolled circular cyclic translate translated equivariant equivariance',
  down_shift: 'downshift shifted shift moved',
};

export const comparisonOptionWords: Aliases = {
  relative: 'rtol rel relativetolerance tolerance tol eps epsilon',
  absolute: 'atol abs absolutetolerance delta',
};
