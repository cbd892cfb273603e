import { activeFraction } from './active_fraction.ts';
import { against } from './against.ts';
import { agreement } from './agreement.ts';
import { classes } from './classes.ts';
import { distances } from './distances.ts';
import { draws } from './draws.ts';
import { invariantRadius } from './invariant_radius.ts';
import { matches } from './matches.ts';

/** Every measure, in the order of the table's columns. */
export const measures = {
  draws,
  matches,
  agreement,
  classes,
  invariant_radius: invariantRadius,
  distances,
  active_fraction: activeFraction,
  against,
};
