import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lessonPages, lessonPictures, templateOf } from '../tools/lesson/lesson.ts';
import { dist } from './support/cli/coincide.ts';
import { project } from './support/files.ts';

const cli = join(dist, 'cli.js');
const committed = (path: string) => readFileSync(join(project, path));

describe('the lesson', () => {
  test.each(Object.entries(lessonPages(cli)))(
    '%s holds the numbers of results/ and what its commands print (npx tsx tools/pictures.ts)',
    (path, content) => {
      expect(committed(path).toString()).toBe(content);
    },
  );

  test.each(Object.entries(lessonPictures(cli)))('%s is what the command above it draws', (path, content) => {
    expect(committed(path).equals(content)).toBe(true);
  });

  test('both languages show the same pictures, with words, and run the same commands', () => {
    const [english, turkish] = ['lesson', 'ders'].map(templateOf);
    for (const pattern of [/\]\((lesson\/[^)]*)\)/g, /^npx coincide .*$/gm, /\{\{\$ .*\}\}/g])
      expect(turkish!.match(pattern)).toEqual(english!.match(pattern));
    for (const [, words, path] of english!.matchAll(/!\[(.*)\]\((.*)\)/g)) {
      expect(words!.length).toBeGreaterThan(20);
      expect(existsSync(join(project, 'docs', path!))).toBe(true);
    }
  });

  /** The numbers of a text that stand in no place for a number, nor in code, a table's head or a link. */
  const ownNumbers = (text: string) =>
    text
      .replace(/^```[\s\S]*?^```/gm, '')
      .replace(/`[^`]*`|\{\{.*?\}\}|\]\([^)]*\)|^#.*$|^\|.*\|$/gm, '')
      .match(/\d+/g) ?? [];

  test.each(['lesson', 'ders'])('%s takes every number from a table, an experiment or a command', (page) => {
    for (const section of templateOf(page).split(/^## /m)) {
      const files = [...section.matchAll(/\.\.\/(experiments\/\S+?\.yaml)/g)].map(([, path]) =>
        committed(path!),
      );
      const sources = [...files, ...(section.match(/^npx coincide .*$|\{\{\$ .*\}\}/gm) ?? [])].join('\n');
      const shown = section.match(/^\|.*\|$/gm)?.join('\n') ?? '';
      const known = new Set(`${sources}\n${shown}`.match(/\d+/g));
      for (const number of ownNumbers(section).filter((found) => Number(found) > 10))
        expect
          .soft([...known, ...numbersOfTheCourse], `${number} in "${section.slice(0, 40)}"`)
          .toContain(number);
    }
  });
});

/**
 * Numbers that no file here holds: sizes that follow from an image's default (64×64, and 63 after a valid pool), what
 * the course says of VGG16, and probabilities that the text computes: 1/36, 1/49, 25 = 5 · 5, 289 = 17 · 17, and 81
 * = 9 · 9 places of a map.
 */
const numbersOfTheCourse = ['16', '32', '64', '512', '25', '36', '49', '81', '289'];
