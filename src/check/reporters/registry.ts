import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { text } from './text.ts';

/** Every reporter, by its name on the command line. */
export const reporters = { text, json, junit, github, markdown };
