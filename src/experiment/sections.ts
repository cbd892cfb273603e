import * as v from 'valibot';
import { type Problem, UserError } from '../error.ts';
import { unknownName } from '../options.ts';
import type { experimentEntries } from './schema.ts';
import { formatPath, type Path, type Source } from './source.ts';
import type { Point, Replacement } from './variants.ts';

type Entries = ReturnType<typeof experimentEntries>;

/** An experiment's keys, each with what its schema makes of it. */
export type Sections = { [K in keyof Entries]: v.InferOutput<Entries[K]> };

/** The sections that a variant can change. */
export type Settings = Pick<
  Sections,
  'seed' | 'trials' | 'image' | 'against' | 'shift' | 'pool' | 'layers' | 'compare' | 'steps'
>;

/** Checks the parts of an experiment, and gathers what is wrong with them. */
export interface SectionParser {
  /** What varies, at a point of the sweep; none where something is wrong. */
  settings(point: Point): Settings | undefined;
  /** What holds for the table as a whole. */
  whole(): Pick<Sections, 'description' | 'measures' | 'tables' | 'expect'>;
  /** Notes a mistake at a place of the file, or of the value that replaces it. */
  report(point: Point, path: Path, message: string, part?: 'key' | 'value'): void;
  problems(): readonly Problem[];
  /** @throws UserError where there were problems */
  finish(): void;
}

const VARYING = [
  'seed',
  'trials',
  'image',
  'against',
  'shift',
  'pool',
  'layers',
  'compare',
  'steps',
] as const;
const KNOWN_ELSEWHERE = ['$schema', 'sweep'];

/** No section is checked twice, however many variants share it. */
export function sectionParser(entries: Entries, source: Source): SectionParser {
  const known = new Map<string, v.SafeParseResult<v.GenericSchema>>();
  const problems = new Map<string, Problem>();
  const names = [...Object.keys(entries), 'sweep'];

  function parse(key: keyof Entries, value: unknown): v.SafeParseResult<v.GenericSchema> {
    const id = `${key} ${canonical(value)}`;
    const before = known.get(id);
    if (before) return before;
    const result = v.safeParse(entries[key] as v.GenericSchema, value);
    known.set(id, result);
    return result;
  }

  function report(
    replacements: readonly Replacement[],
    path: Path,
    text: string,
    part: 'key' | 'value' = 'value',
  ): void {
    const message = text.endsWith('?') || text.endsWith('.') ? text : `${text}.`;
    const problem = { message, where: place(source, replacements, path, part) };
    problems.set(JSON.stringify(problem), problem);
  }

  function section(key: keyof Entries, value: unknown, replacements: readonly Replacement[]): unknown {
    const result = parse(key, value);
    if (result.success) return result.output;
    for (const issue of result.issues) {
      const path = [key, ...(issue.path ?? []).map((item) => item.key as string | number)];
      if (issue.expected === 'never' && issue.type === 'strict_object') {
        report(replacements, path, `${formatPath(path.slice(0, -1))}: ${issue.message}`, 'key');
      } else if (issue.message === 'is missing') report(replacements, path, `${formatPath(path)} is missing`);
      else
        report(
          replacements,
          path,
          `${formatPath(path)}: ${issue.message}${instead(issue.message, issue.input)}`,
        );
    }
    return undefined;
  }

  function sections(
    keys: readonly (keyof Entries)[],
    value: Record<string, unknown>,
    replacements: readonly Replacement[],
  ) {
    const before = problems.size;
    const output = Object.fromEntries(
      keys.map((key) => {
        const given = Object.hasOwn(value, key) ? value[key] : undefined;
        // A key without a value is a mistake, not a default.
        if (given === null) report(replacements, [key], `${key}: has no value`);
        const required = key === 'image' || key === 'shift';
        if (given === undefined && required) report(replacements, [key], `${key} is missing`);
        return [
          key,
          given === null || (given === undefined && required) ? undefined : section(key, given, replacements),
        ];
      }),
    );
    return problems.size === before ? output : undefined;
  }

  return {
    settings({ value, replacements }) {
      const before = problems.size;
      for (const key of Object.keys(value)) {
        if (names.includes(key) || KNOWN_ELSEWHERE.includes(key)) continue;
        report(replacements, [key], unknownName('key', key, names), 'key');
      }
      const settings = sections(VARYING, value, replacements);
      if (value.pool === undefined && value.layers === undefined)
        report(replacements, ['pool'], 'pool or layers is missing');
      return problems.size === before ? (settings as Settings | undefined) : undefined;
    },
    whole() {
      const value = source.value as Record<string, unknown>;
      const keys = ['description', 'measures', 'tables', 'expect'] as const;
      return (sections(keys, value, []) ?? { measures: [], tables: [], expect: [] }) as ReturnType<
        SectionParser['whole']
      >;
    },
    report: ({ replacements }, path, message, part) => report(replacements, path, message, part),
    problems: () => [...problems.values()],
    finish() {
      if (problems.size > 0) throw new UserError([...problems.values()].slice(0, 20));
    },
  };
}

/** Where a part of the file stands, or of the value that replaces it. */
function place(source: Source, replacements: readonly Replacement[], path: Path, part: 'key' | 'value') {
  const over = replacements
    .filter((one) => startsWith(path, one.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (over) return over.locate(path.slice(over.path.length), part);
  const added = exists(source.value, path)
    ? undefined
    : replacements.find((one) => startsWith(one.path, path));
  return added ? added.locate([], part) : source.locate(path, part);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, i) => String(path[i]) === String(key));
}

function exists(value: unknown, path: Path): boolean {
  let part: any = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return false;
    part = part[key];
  }
  return true;
}

/** `, not -3`, behind what was expected. */
function instead(message: string, input: unknown): string {
  return message.startsWith('expected') ? `, not ${shown(input)}` : '';
}

function shown(input: unknown): string {
  if (typeof input === 'number') return String(input);
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** JSON has no NaN and no infinity, but they may not share a result. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part) =>
      typeof part === 'number' && !Number.isFinite(part) ? `\u0000${part}` : part,
    ) ?? ''
  );
}
