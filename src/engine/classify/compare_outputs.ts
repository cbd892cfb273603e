import { once } from '../../core/memo.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import type { Pair, Shifts, Window } from '../../core/tensor.ts';
import { listDistances } from '../distances/distance_arrays.ts';
import type { Distance, Measured, Observation } from '../measured.ts';
import { newArray } from '../short_arrays.ts';
import { type Align, alignerOf, type Coincidence } from './coincidence.ts';
import { toleranceClasses } from './tolerance_classes.ts';
import { within } from './within.ts';

/** The facts of a step that do not depend on its outputs. */
type StepFacts = Pick<Measured, 'stride' | 'decides' | 'classNumbers' | 'detects'>;

/**
 * The last step of comparing: outputs that are compared aligned are sorted into classes here, and two images are compared
 * with each other.
 */
export function compareOutputs(
  observations: readonly Observation[],
  rule: Coincidence,
  shifts: Shifts,
  facts: StepFacts,
  scheduler: Scheduler,
): Measured | Promise<Measured> {
  const [observation, against] = observations;
  if (!rule.align && !against) return stepResult(observation!, comparePlain(observation!, shifts), facts);
  const comparing = rule.align
    ? compareAligned(observations, rule, shifts, facts.stride, scheduler)
    : compareTwo(observation!, against!, rule, shifts, scheduler);
  return comparing.then((compared) => stepResult(observation!, compared, facts));
}

function stepResult(
  observation: Observation,
  compared: ComparedOutputs,
  { stride, decides, classNumbers, detects }: StepFacts,
): StepResult {
  const { leader, unshifted, distanceArrays, output, choice } = observation;
  const { classOf, tolerance, shifts: counted, trialsOf, agrees } = compared;
  // Written out, since V8 copies objects by spread slowly.
  const step: Omit<StepResult, 'reference' | 'distances'> = {
    [OBSERVATION]: observation,
    unshifted,
    leader,
    classOf,
    distanceArrays,
    tolerance,
    output,
    shifts: counted,
    trialsOf,
    agrees,
    stride,
    choice,
    decides,
    classNumbers,
    detects,
  };
  // Distances need a copy of the reference; without them nothing may.
  if (!distanceArrays)
    return Object.defineProperty(
      Object.assign(step, { distances: NO_DISTANCES }),
      'reference',
      referenceWhenAsked,
    ) as StepResult;
  const reference = observation.reference();
  return Object.defineProperty(
    Object.assign(step, { reference }),
    'distances',
    distancesWhenAsked,
  ) as StepResult;
}

const OBSERVATION = Symbol('observation');

interface StepResult extends Measured {
  [OBSERVATION]: Observation;
}

// Getters that all steps share: with getters of its own, each step would be an object of another form to V8.
const referenceWhenAsked = {
  enumerable: true,
  get(this: StepResult) {
    return this[OBSERVATION].reference();
  },
};
const distancesWhenAsked = {
  enumerable: true,
  get(this: StepResult) {
    return listOnce(this.distanceArrays!);
  },
};

const NO_DISTANCES: readonly Distance[] = [];

const listOnce = once(listDistances);

type ComparedOutputs = Pick<Measured, 'classOf' | 'tolerance' | 'shifts' | 'trialsOf' | 'agrees'>;

function comparePlain(
  { classOf, classes, tolerance, trialsOf }: Observation,
  shifts: Shifts,
): ComparedOutputs {
  // With as many classes as shifts, each class is the shift of its number.
  const counted =
    classes === shifts.dy.length ? shifts.trials : (trialsOf ?? trialsByClass(classOf, classes, shifts));
  return { classOf, tolerance, shifts, trialsOf: counted, agrees: undefined };
}

async function compareTwo(
  one: Observation,
  other: Observation,
  { same }: Coincidence,
  shifts: Shifts,
  scheduler: Scheduler,
): Promise<ComparedOutputs> {
  const agrees = await agreementByShift(one, other, same, scheduler);
  return { ...comparePlain(one, shifts), agrees };
}

async function compareAligned(
  [observation, against]: readonly Observation[],
  rule: Coincidence,
  shifts: Shifts,
  stride: Pair | undefined,
  scheduler: Scheduler,
): Promise<ComparedOutputs> {
  const align = alignerOf(rule, shifts, stride);
  const tolerance = rule.tolerance(observation!.unshifted);
  const { classOf, classes } = await alignedClasses(observation!, align, tolerance, scheduler);
  const counted = without(shifts, classOf);
  const agrees = against && (await alignedAgreement(observation!, against, align, tolerance, scheduler));
  return { classOf, tolerance, shifts: counted, trialsOf: trialsByClass(classOf, classes, counted), agrees };
}

/** Classes of outputs after each is moved back by its own shift. A shift that is left out has class -1. */
async function alignedClasses(
  { leader, output }: Pick<Observation, 'leader' | 'output'>,
  align: Align,
  tolerance: number,
  scheduler: Scheduler,
): Promise<Pick<Observation, 'classOf' | 'classes'>> {
  const classOf = new Int32Array(leader.length).fill(-1);
  const aligned = async (shift: number) => align(await output(shift), shift);
  const coincide = (x: Window, y: Window) => within(x, y, tolerance);
  const classes = toleranceClasses(coincide, async (shift) => (await aligned(shift))!, tolerance, scheduler);
  for (const shift of leader.keys()) {
    const window = await aligned(shift);
    if (window) classOf[shift] = await classes.classOf(shift, window);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return { classOf, classes: classes.count() };
}

/** The shifts without the trials of those that are left out, whose class is -1. */
function without(shifts: Shifts, classOf: Int32Array): Shifts {
  const trials = shifts.trials.map((n, shift) => (classOf[shift] === -1 ? 0 : n));
  let total = 0;
  for (let shift = 0; shift < trials.length; shift++) total += trials[shift]!;
  return { ...shifts, trials, total };
}

function trialsByClass(classOf: Int32Array, classes: number, { trials }: Shifts): Float64Array {
  // There is a class of the reference even where every output is left out.
  const counts = newArray(Float64Array, Math.max(1, classes));
  for (let shift = 0; shift < trials.length; shift++) {
    const n = trials[shift]!;
    if (n > 0) counts[classOf[shift]!]! += n;
  }
  return counts;
}

/** By shift, whether two images give the same output, under the tolerance of the first. */
async function agreementByShift(
  one: Observation,
  other: Observation,
  same: Coincidence['same'],
  scheduler: Scheduler,
): Promise<boolean[]> {
  const agrees: boolean[] = [];
  const known = new Map<string, boolean>();
  for (const shift of one.classOf.keys()) {
    const pair = `${one.leader[shift]} ${other.leader[shift]}`;
    let agree = known.get(pair);
    if (agree === undefined) {
      const differ = one.tolerance === 0 && !same && one.hashes[shift] !== other.hashes[shift];
      agree = !differ && (same ?? within)(await one.output(shift), await other.output(shift), one.tolerance);
      known.set(pair, agree);
    }
    agrees.push(agree);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return agrees;
}

/** The same for aligned outputs. A shift that is left out does not agree. */
async function alignedAgreement(
  one: Observation,
  other: Observation,
  align: Align,
  tolerance: number,
  scheduler: Scheduler,
): Promise<boolean[]> {
  const agrees: boolean[] = [];
  for (const shift of one.classOf.keys()) {
    const window = align(await one.output(shift), shift);
    agrees.push(window !== undefined && within(window, align(await other.output(shift), shift)!, tolerance));
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return agrees;
}
