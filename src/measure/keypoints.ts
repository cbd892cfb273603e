import * as v from 'valibot';
import { described, expects, options, whole } from '../core/options.ts';
import type { Scheduler } from '../core/scheduler.ts';
import { windowImage } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { type Point, pointsInRows } from '../layers/detection/point.ts';
import type { MeasureColumn, MeasureKind, Value } from './kind.ts';

const POINT_NAMES = expects('a number of points, or a list of names: letters, digits and _');
const pointName = v.pipe(v.string(POINT_NAMES), v.regex(/^[A-Za-z0-9_]+$/, POINT_NAMES));

const keypointColumnOptions = options({
  points: described(
    'The points that have a column each: how many, or a name for each. Default: none, only the mean of all points.',
    v.optional(
      v.pipe(
        v.union(
          [whole({ min: 1, max: 1000 }), v.pipe(v.array(pointName), v.minLength(1, POINT_NAMES))],
          POINT_NAMES,
        ),
        v.check(
          (given) => typeof given === 'number' || new Set(given).size === given.length,
          expects('names that differ'),
        ),
      ),
    ),
  ),
});

/** Sums over trials, of each point. */
interface PointSums {
  distance: Float64Array;
  count: Float64Array;
}

/**
 * How far the points that a network finds are from those of the unshifted picture, moved by (dy, dx). A point that the
 * shift moves out of the frame, or that is left out on either side, does not count.
 *
 * @example
 * measures: [{ type: keypoints, points: [left_eye, right_eye, nose] }]
 */
function keypointsWith({
  points = [],
}: v.InferOutput<typeof keypointColumnOptions>): MeasureKind<{ keypoint_error: MeasureColumn }> {
  const names = typeof points === 'number' ? Array.from({ length: points }, (_, i) => String(i)) : points;
  const columns: Record<string, MeasureColumn> = Object.assign(
    errorColumns('keypoint_error', 'all points'),
    ...names.map((name) => errorColumns(`keypoint_error_${name}`, `the point ${name}`)),
  );
  const kind: MeasureKind = {
    title: 'How nearly the points that a network finds follow the shift.',
    when: 'asked',
    options: keypointColumnOptions,
    configure: keypointsWith,
    adds: ['keypoint_error_'],
    columns,
    read: distancesOf,
    measure(_, read) {
      const sums = read as PointSums | undefined;
      const total = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
      return Object.assign(
        errorValues('keypoint_error', sums && total(sums.distance), sums && total(sums.count)),
        ...names.map((name, i) => errorValues(`keypoint_error_${name}`, sums?.distance[i], sums?.count[i])),
      );
    },
  };
  return kind as MeasureKind<{ keypoint_error: MeasureColumn }>;
}

export const keypointsMeasure = keypointsWith({});

function errorColumns(name: string, of: string): Record<string, MeasureColumn> {
  const hidden = { type: 'number', unit: '1', over: 'sum', hidden: true } as const;
  return {
    [name]: {
      type: 'number',
      unit: 'pixels',
      better: 'lower',
      description: `Mean distance of ${of} from where the shift moves them, but for those that it moves out of the frame and those that are left out on either side. Empty where there is none, and at steps without points.`,
      formula: 'mean ‖p + (dy, dx) - p′‖',
      over: { sum: `${name}_sum`, of: `${name}_count` },
    },
    [`${name}_sum`]: { ...hidden, description: 'The sum of distances.', formula: 'Σ_s m_s ‖p + s - p′‖' },
    [`${name}_count`]: { ...hidden, description: 'How many points.', formula: 'Σ_s m_s' },
  };
}

function errorValues(
  name: string,
  sum: number | undefined,
  count: number | undefined,
): Record<string, Value> {
  return {
    [name]: sum === undefined || !count ? null : sum / count,
    [`${name}_sum`]: sum ?? null,
    [`${name}_count`]: count ?? null,
  };
}

async function distancesOf(
  { detects, shifts, reference, output }: Measured,
  scheduler: Scheduler,
): Promise<PointSums | undefined> {
  if (!detects?.points) return undefined;
  const { frame } = detects.points;
  const references = pointsInRows(reference.data);
  const sums = {
    distance: new Float64Array(references.length),
    count: new Float64Array(references.length),
  };
  for (const [s, trials] of shifts.trials.entries()) {
    if (trials === 0) continue;
    const points = pointsInRows(windowImage(await output(s)).data);
    for (const [i, point] of references.entries()) {
      const [moved, found] = [point && movedPoint(point, shifts.dy[s]!, shifts.dx[s]!), points[i]];
      if (!moved || !found || !isPointInside(moved, frame)) continue;
      sums.distance[i]! += trials * Math.hypot(moved.y - found.y, moved.x - found.x);
      sums.count[i]! += trials;
    }
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return sums;
}

function movedPoint({ x, y, score }: Point, dy: number, dx: number): Point {
  return { x: x + dx, y: y + dy, score };
}

function isPointInside({ x, y }: Point, [height, width]: readonly [number, number]): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}
