import type { AnySchema } from '../../core/options.ts';
import { optionsOf } from '../../experiment/schema/describe.ts';
import { builtinKinds } from '../../experiment/schema/kinds.ts';
import { aligned, inLines, sentence, tableWidth } from '../terminal/terminal.ts';

/** A family of kinds, in the order of the registry. */
export interface KindFamily {
  family: string;
  entries: { names: readonly string[]; text: string }[];
}

/** Every kind as text: its title, its options with their defaults, and the columns of a measure. */
export function describeKinds(): KindFamily[] {
  const { images, layers, comparisons, measures } = builtinKinds;
  return [
    ...Object.entries({ images, layers, comparisons }).map(([family, kinds]) => ({
      family,
      entries: Object.entries(kinds).map(([name, { title, options }]) => ({
        names: [name],
        text: [sentence(`${name}: ${title}`), ...optionLines(options)].join('\n'),
      })),
    })),
    {
      family: 'measures',
      entries: Object.entries(measures).map(([name, { title, columns, options }]) => ({
        names: [name, ...Object.keys(columns)],
        text: [
          sentence(`${name}: ${title}`),
          sentence(Object.keys(columns).join(', '), 4),
          ...(options ? optionLines(options) : []),
        ].join('\n'),
      })),
    },
  ];
}

function optionLines(schema: AnySchema): string[] {
  const options = optionsOf(schema);
  if (options.length === 0) return [];
  const widths = [
    Math.max(...options.map(({ name }) => name.length)),
    Math.max(...options.map((one) => one.default.length)),
  ] as const;
  // Two spaces before the name, two of its own, and two between columns.
  const indent = 4 + widths[0] + 2 + widths[1] + 2;
  if (tableWidth() - indent < NARROWEST)
    return options.flatMap(({ name, default: fallback, description }) => [
      `    ${name}  ${fallback}`.trimEnd(),
      `        ${inLines(description, 8)}`,
    ]);
  return [
    aligned(
      options.map(({ name, default: fallback, description }) => [
        `  ${name}`,
        fallback,
        inLines(description, indent),
      ]),
    ),
  ];
}

/** Meanings in fewer characters than this are below their options, not beside them. */
const NARROWEST = 22;
