import { accuracy } from './accuracy.ts';
import { activeFraction } from './active_fraction.ts';
import { against } from './against.ts';
import { agreement } from './agreement.ts';
import { alignedMeasure } from './aligned.ts';
import { boxesMeasure } from './boxes.ts';
import { classes } from './classes.ts';
import { decisionMargin } from './decision_margin.ts';
import { decisions } from './decisions.ts';
import { distances } from './distances.ts';
import { draws } from './draws.ts';
import { fidelity } from './fidelity.ts';
import { fooling } from './fooling.ts';
import { images } from './images.ts';
import { invariantRadius } from './invariant_radius.ts';
import { jointAgreement } from './joint_agreement.ts';
import { keypointsMeasure } from './keypoints.ts';
import { margin } from './margin.ts';
import { matches } from './matches.ts';
import { neighbourInterval } from './neighbour_interval.ts';
import { neighbourRate } from './neighbour_rate.ts';
import { normalizedVariance } from './normalized_variance.ts';
import { pairInterval } from './pair_interval.ts';
import { probabilityRange } from './probability_range.ts';
import { psnr } from './psnr.ts';
import { ranks } from './ranks.ts';
import { robust } from './robust.ts';
import { sensitivity } from './sensitivity.ts';
import { separation } from './separation.ts';
import { shiftedAccuracy } from './shifted_accuracy.ts';
import { slope } from './slope.ts';
import { top1Change } from './top1_change.ts';
import { worst } from './worst.ts';

/** Every measure, in the order of the table's columns. */
export const measures = {
  images,
  draws,
  matches,
  agreement,
  classes,
  invariant_radius: invariantRadius,
  distances,
  active_fraction: activeFraction,
  against,
  pair_interval: pairInterval,
  joint_agreement: jointAgreement,
  neighbour_rate: neighbourRate,
  neighbour_interval: neighbourInterval,
  ranks,
  worst,
  psnr,
  slope,
  aligned: alignedMeasure,
  margin,
  accuracy,
  fidelity,
  shifted_accuracy: shiftedAccuracy,
  robust,
  fooling,
  top1_change: top1Change,
  probability_range: probabilityRange,
  decision_margin: decisionMargin,
  decisions,
  separation,
  sensitivity,
  normalized_variance: normalizedVariance,
  boxes: boxesMeasure,
  keypoints: keypointsMeasure,
};
