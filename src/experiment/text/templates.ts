import type { Mistake } from '../../core/mistake.ts';

/** What other tools fill in: `{{ x }}`, `{% if x %}`, `<%= x %>`, `${X}`, `$(X)`. */
const TEMPLATE =
  /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{\{?[^}]*\}?\}|\$\([^)]*\)|(?<=^|[\s:])(?:\$[A-Z_][A-Z0-9_]*|%[A-Z_]+%)(?=$|[\s,}\]])/;

/** Values to begin with, for the keys that are filled in most. */
const FIRST_BY_KEY: Readonly<Record<string, string>> = {
  image: 'circle',
  radius: '28',
  size: '64',
  shift: '{ max: 3 }',
  max: '3',
  pool: 'max_pool',
  layers: '[max_pool]',
  depth: '4',
  trials: 'all',
  seed: '0',
  path: 'cat.png',
};

/** The mistake of a line that another tool was to fill in; undefined for any other. */
export function templateMistake(line: string): Mistake | undefined {
  const [template] = TEMPLATE.exec(line) ?? [];
  if (template === undefined) return undefined;
  const problem = `nothing fills in ${template}`;
  if (template.startsWith('{%'))
    return { problem, remedy: 'remove it; a sweep has a variant for each value' };
  const [, key = ''] = /([\w]+)\s*:\s*["']?(?:\{\s*)?$/.exec(line.slice(0, line.indexOf(template))) ?? [];
  const first = Object.hasOwn(FIRST_BY_KEY, key) ? FIRST_BY_KEY[key] : undefined;
  const remedy = first === undefined ? 'write the value itself' : `write the value itself: ${key}: ${first}`;
  return { problem, remedy };
}
