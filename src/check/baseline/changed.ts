import { stringify } from 'safe-stable-stringify';

/** A key of the experiment whose value has changed; undefined: the key is not there. */
export interface ChangedKey {
  key: string;
  before: unknown;
  now: unknown;
}

/** The keys by which two experiments differ, as far down as both have the same shape. */
export function changedKeys(before: unknown, now: unknown, path: readonly string[] = []): ChangedKey[] {
  if (stringify(before) === stringify(now)) return [];
  const [a, b] = [partsOf(before), partsOf(now)];
  const whole = { key: path.join('.'), before, now };
  if (!a || !b || Array.isArray(before) !== Array.isArray(now)) return [whole];
  // The options of two kinds have nothing in common. Lists of different length are shown whole.
  const kinds = [a.type, b.type].every((type) => type !== undefined);
  if (kinds && a.type !== b.type) return [{ key: [...path, 'type'].join('.'), before: a.type, now: b.type }];
  if (Array.isArray(before) && before.length !== (now as unknown[]).length) return [whole];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => changedKeys(ownValue(a, key), ownValue(b, key), [...path, key]));
}

/** `shift.max 3 → 4`, in few words. */
export function formatChange({ key, before, now }: ChangedKey): string {
  return `${key} ${briefValue(before)} → ${briefValue(now)}`;
}

const MAX_SHOWN_LENGTH = 60;

function briefValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH - 1)}…` : text;
}

function partsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

/** A value by its key. A key such as `constructor` must not find what every object inherits. */
function ownValue(parts: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(parts, key) ? parts[key] : undefined;
}
