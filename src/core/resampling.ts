/** How values between the centres of cells are made: the weight of a cell at a distance, and from where on it is 0. */
interface ResamplingKernel {
  radius: number;
  weight(distance: number): number;
}

/**
 * The weight at a distance t between 0 and the radius. bilinear: 1 - t. bicubic: Keys's cubic with a = -½, 1.5t³ -
 * 2.5t² + 1 up to t = 1, then -0.5t³ + 2.5t² - 4t + 2. mitchellcubic: that of Mitchell & Netravali with B = C = ⅓.
 * gaussian: exp(-2t²). lanczos3, lanczos5: sinc(t) · sinc(t / radius), sinc(t) = sin(πt) / πt.
 */
const resamplingKernels = {
  bilinear: { radius: 1, weight: (t) => 1 - t },
  bicubic: { radius: 2, weight: keys },
  mitchellcubic: { radius: 2, weight: mitchell },
  gaussian: { radius: 1.5, weight: (t) => Math.exp(-2 * t * t) },
  lanczos3: { radius: 3, weight: (t) => windowedSinc(t, 3) },
  lanczos5: { radius: 5, weight: (t) => windowedSinc(t, 5) },
} satisfies Record<string, ResamplingKernel>;

/** `area` weighs cells by how much of them an output cell covers. */
export type Resampling = keyof typeof resamplingKernels | 'area';

/** The cells that one cell of a resampled axis is a weighted sum of: those from `first` on. */
export interface ResampledCell {
  first: number;
  weights: readonly number[];
}

/**
 * An axis of `from` cells as one of `to`. Cell Y is at (Y + ½) · from / to - ½, and is the weighted mean of the cells
 * that are nearer than the radius, as far as they are there. With `antialias`, kernels are as much wider as the axis
 * becomes shorter.
 *
 * @param tabled whether the place of Y between two cells is rounded to 1/1024, as TensorFlow does for bicubic. Default: false
 * @returns for each cell the weights, which sum to 1
 * @example resampledAxis(2, 4, 'bilinear', false)[1] // { first: 0, weights: [0.75, 0.25] }
 */
export function resampledAxis(
  from: number,
  to: number,
  how: Resampling,
  antialias: boolean,
  tabled = false,
): ResampledCell[] {
  if (how === 'area') return coveredCells(from, to);
  const { radius, weight }: ResamplingKernel = resamplingKernels[how];
  const scale = from / to;
  const widening = antialias ? Math.max(scale, 1) : 1;
  return Array.from({ length: to }, (_, i) => {
    const position = tabled ? tabledPosition(i, scale) : (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.floor(position - radius * widening) + 1);
    const end = Math.min(from, Math.ceil(position + radius * widening));
    const weights = Array.from({ length: end - first }, (_, k) =>
      weight(Math.abs(position - first - k) / widening),
    );
    const sum = weights.reduce((total, one) => total + one, 0);
    return { first, weights: weights.map((one) => one / sum) };
  });
}

/** In float32, as TensorFlow looks its weights up. */
function tabledPosition(i: number, scale: number): number {
  const position = Math.fround(Math.fround((i + 0.5) * Math.fround(scale)) - 0.5);
  const cell = Math.floor(position);
  return cell + roundHalfEven(Math.fround(position - cell) * 1024) / 1024;
}

/** The nearest whole number; of two, the even one. @example roundHalfEven(2.5) // 2 */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The cells that each of `to` cells covers, those of `from` being of length 1. */
function coveredCells(from: number, to: number): ResampledCell[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [low, high] = [(i * from) / to, ((i + 1) * from) / to];
    const first = Math.floor(low);
    const weights = Array.from(
      { length: Math.ceil(high) - first },
      (_, k) => (Math.min(first + k + 1, high) - Math.max(first + k, low)) / scale,
    );
    return { first, weights };
  });
}

function keys(t: number): number {
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
}

function mitchell(t: number): number {
  return t < 1 ? ((7 * t - 12) * t * t + 16 / 3) / 6 : (((-7 / 3) * t + 12) * t - 20) * (t / 6) + 32 / 18;
}

function windowedSinc(t: number, radius: number): number {
  if (t < 1e-3) return 1;
  const angle = Math.PI * t;
  return (radius * Math.sin(angle) * Math.sin(angle / radius)) / (angle * angle);
}
