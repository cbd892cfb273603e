/** A share of all shifts has no form of its own. */
export const SHARE_OF_SHIFTS = 'all, which takes every shift once, or a number of shifts such as 1000';

/** A number in the place of something else, or with the wrong sign. */
export function forNumber(key: string, value: number, expected: string): string | undefined {
  if (key === 'steps') return 'pools';
  if (key === 'depth' && value === 0) return '1, with pool_size: 1 beside it, which changes nothing';
  if (key === 'trials' && value >= 0 && value < 1) return SHARE_OF_SHIFTS;
  if (key === 'description') return JSON.stringify(String(value));
  if (key === 'kernel' && value > 0) return `random, with kernel_size: ${value} beside it`;
  if (value < 0 && /at least 0|from (?:[01]|0\.\d+) to/.test(expected) && isPossible(-value, expected))
    return String(-value);
  if (!isPossible(value, expected) && (key === 'value' || key === 'fill_value'))
    return key === 'value' ? '1' : '0';
  if (key === 'step' && value === 0) return '1, for shifts by whole pixels';
  if (key === 'max' && value === Number.POSITIVE_INFINITY) return '3, or another number of pixels';
  return nearestInRange(value, expected);
}

/** Whether a number is finite, fits into float32, and is whole where a whole one is expected. */
function isPossible(value: number, expected: string): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > LARGEST_FLOAT32) return false;
  return Number.isInteger(value) || !expected.startsWith('a whole number');
}

const LARGEST_FLOAT32 = 3.4e38;

/** The end of a range that a number has left, with its name; hundredths where the range is that of shares. */
function nearestInRange(value: number, expected: string): string | undefined {
  const [, low, high] = (/from (-?[\d.,]+) to (-?[\d.,]*\d)/.exec(expected) ?? []).map((end) =>
    Number(end.replaceAll(',', '')),
  );
  if (low === undefined || high === undefined || !Number.isFinite(value)) return undefined;
  if (low === 0 && high === 1 && value >= 5 && value <= 100)
    return String(Number((value / 100).toPrecision(12)));
  if (value > high) return `${high}, the largest`;
  return value < low ? `${low}, the smallest` : undefined;
}

/** A fraction where a whole number belongs, or a multiple of the step. */
export function forFraction(value: number, expected: string): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const neighbours = `${Math.floor(value)} or ${Math.ceil(value)}`;
  if (value > 1 && expected.startsWith('a whole number')) return neighbours;
  const [, given] = /^whole multiples of the step, (.+)/.exec(expected) ?? [];
  if (given === undefined) return undefined;
  if (given !== '1') return multiplesAround(value, Number(given));
  const step = [0.5, 0.25, 0.2, 0.125, 0.1].find((one) => Number.isInteger(value / one));
  return step === undefined ? neighbours : `${neighbours}, or add step: ${step}`;
}

/** The multiples of a step on either side of a number. @example multiplesAround(3, 0.7) // '2.8 or 3.5' */
function multiplesAround(value: number, step: number): string {
  const below = Math.floor(value / step);
  return [below, below + 1].map((k) => Number((k * step).toPrecision(12))).join(' or ');
}

/** A word that says a number here: channels by their names, white and black. */
export function numberWord(key: string, text: string, expected: string): string | undefined {
  if (!/number/.test(expected)) return undefined;
  if (key === 'channels')
    return /^(rgb|colou?r|bgr)$/i.test(text)
      ? '3'
      : /^(gr[ae]y|gr[ae]yscale|mono|l)$/i.test(text)
        ? '1'
        : undefined;
  if (key !== 'value') return undefined;
  if (/^(black|siyah|off)$/i.test(text)) return '0';
  return /^(white|beyaz|on|full|red|green|blue|yellow|orange|cyan|magenta|gr[ae]y)$/i.test(text)
    ? '1'
    : undefined;
}
