import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../support/cli/coincide.ts';
import { filesBelow, folder, project } from '../support/files.ts';

/** A python that has the package `frictionless`; CI installs one. */
const python = process.env.COINCIDE_FRICTIONLESS ?? '';
const why = python ? '' : ' (not tried: COINCIDE_FRICTIONLESS names no python that has frictionless)';

const VALIDATE = `
import json, sys
from frictionless import Package
for path in sys.argv[1:]:
    package = Package(path)
    errors = [error.message for task in package.validate().tasks for error in task.errors]
    print(json.dumps([sorted(resource.name for resource in package.resources), errors]))
`;

/** What frictionless says of every data package below a folder: the names of its tables, and its errors. */
function validated(folder: string): [string[], string[]][] {
  const packages = filesBelow(folder).filter((name) => name.endsWith('.datapackage.json'));
  const { status, stdout, stderr } = spawnSync(python, ['-c', VALIDATE, ...packages], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(packages.length);
  return lines.map((line) => JSON.parse(line));
}

/** Booleans, empty cells, texts with commas, quotes and letters of all sorts, capital letters, two tables. */
const odd = `
description: 'Pünktchen, "quoted", ⌘'
image: { type: circle, size: 8 }
shift: { max: 1 }
trials: all
layers: [avg_pool]
tables: [summary, shifts]
sweep:
  image.filled: [true, false]
  shift.max: [0, 1]
  layers: { 'a, "b"': [avg_pool], 'ü': [max_pool] }
  image.value: [1, random]
`;

test.runIf(python)(`every package that ships is one to frictionless${why}`, () => {
  const found = validated(join(project, 'results'));
  expect(found.length).toBeGreaterThan(0);
  for (const [, errors] of found) expect(errors).toEqual([]);
});

test.runIf(python)(`so is one with every sort of cell and name${why}`, async () => {
  const cwd = folder({ 'experiments/Deep/Odd_1.x.yaml': odd });
  expect(await coincide(cwd, 'run')).toMatchObject({ code: 0 });
  const tables = ['odd_1.x', 'odd_1.x.shifts'];
  expect(validated(cwd)).toEqual([[tables, []]]);
  appendFileSync(join(cwd, 'results/Deep/Odd_1.x.csv'), 'not,a,row\n');
  expect(validated(cwd)).toMatchObject([[tables, expect.arrayContaining([expect.stringContaining('row')])]]);
});
