import { listOfRange, numbersOfRange, valuesOfRange } from './ranges.ts';
import { valuesByName } from './values_by_name.ts';
import { saidText, written } from './written.ts';

/** Words that other programs write in front of a list of values, of a range, and of the number of values in one. */
const LIST_WORDS =
  /^(values?|grid|grid_?search|choices?|list|in|over|options|candidates|enum|set|space|discrete|each|items|suggest_categorical)$/i;
const RANGE_NAMES = /^(range|int|interval|uniform|int_?uniform|suggest_int|suggest_float)$/i;
const COUNT_WORDS = /^(num|n|count|points|length)$/i;
const FIRST_WORDS = /^(start|from|first|min|low|lower|begin)$/i;
const LAST_WORDS = /^(stop|end|to|last|max|high|upper)$/i;
const STEP_WORDS = /^(step|by|increment|q)$/i;

/** What other programs say of how values are drawn, which has no meaning where all of them are taken. */
const SAMPLER_KEYS = /^(type|distribution|dist|method|sampler|scale|log)$/i;
const SAMPLER_WORDS =
  /^(int|integer|float|double|categorical|choice|grid|discrete|randint|range|list|linear|(int_|q_?|log_?)*uniform(_values)?)$/i;

/**
 * The list of values that an object means in the words of another program, as W&B, Optuna, Hydra, Ray and NNI have them;
 * undefined for any other object, which names its values. Only of words that are no names: `{ low: 1, high: 3 }` names two.
 *
 * @example valuesInWords({ values: [1, 2] }) // '[1, 2]'
 * @example valuesInWords({ distribution: 'int_uniform', min: 1, max: 3 }) // '[1, 2, 3]'
 */
export function valuesInWords(values: Record<string, unknown>): string | undefined {
  const all = Object.entries(values).map(([name, value]) => [name.replace(/^[_$]/, ''), value] as const);
  const given = all.filter(
    ([name, value]) =>
      !(SAMPLER_KEYS.test(name) && (typeof value === 'boolean' || SAMPLER_WORDS.test(saidText(value)))),
  );
  const [[name, value] = []] = given;
  if (name !== undefined && given.length === 1) return listBehind(name, value, given.length < all.length);
  const numberOf = (words: RegExp) => given.find(([one]) => words.test(one))?.[1];
  const isRange = given.every(
    ([one, value]) =>
      [FIRST_WORDS, LAST_WORDS, STEP_WORDS, COUNT_WORDS].some((words) => words.test(one)) &&
      typeof value === 'number',
  );
  const [first, last, step = 1, count] = [FIRST_WORDS, LAST_WORDS, STEP_WORDS, COUNT_WORDS].map(
    numberOf,
  ) as number[];
  if (!isRange || first === undefined || last === undefined || last < first || step <= 0) return undefined;
  if (count !== undefined) return numbersOfRange(`linspace(${first}, ${last}, ${count})`);
  if (given.length === all.length && step === 1) return undefined;
  return listOfRange(first, step, Math.floor((last - first) / step + 1e-9) + 1);
}

/** The list that one word says, such as `range: [1, 3]`. @param isDrawn whether it is said how the values are drawn */
function listBehind(name: string, value: unknown, isDrawn: boolean): string | undefined {
  if (LIST_WORDS.test(name) && Array.isArray(value))
    return value.some(Array.isArray) ? valuesByName(value) : written(value);
  if (LIST_WORDS.test(name) && typeof value === 'string') return valuesOfRange(value);
  if (isDrawn && typeof value === 'number') return `[${value}]`;
  const numbers = [value].flat();
  if (!numbers.every((one) => typeof one === 'number')) return undefined;
  if (/^linspace$/i.test(name)) return numbersOfRange(`linspace(${numbers.join(', ')})`);
  if (/^a?range$/i.test(name) && (numbers.length === 1 || /^a/i.test(name)))
    return numbersOfRange(`range(${numbers.join(', ')})`);
  return RANGE_NAMES.test(name) && numbers.length > 1 ? numbersOfRange(numbers.join(':')) : undefined;
}
