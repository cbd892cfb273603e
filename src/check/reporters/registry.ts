import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import type { ReporterKind } from './kind.ts';
import { markdown } from './markdown.ts';
import type { reporterNames } from './names.ts';
import { textReporter } from './text.ts';

/** Every reporter, by its name on the command line. */
export const reporters = { text: textReporter, json, junit, github, markdown } satisfies Record<
  (typeof reporterNames)[number],
  ReporterKind
>;
