import { expect, test } from 'vitest';
import { readExperimentFiles } from '../../../src/experiment/disk/files.ts';
import type { PassedBy } from '../../../src/experiment/disk/find.ts';
import { meaningOfText } from '../../../src/experiment/disk/meant.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

test.each([
  circle,
  `\ufeff# ours\n---\n${circle}`,
  '{ image: circle, shift: { max: 1 }, pool: max_pool }',
  'image: circle\n',
  'image: circle\nsize: 3\n',
  'imag: circle\nshfit: { max: 1 }\npool: max_pool\n',
  'imag: circle\nshfit: { max: 1 }\n',
  'image: circle\nshift: 1\nfoo: 1\nbar: 2\nbaz: 3\n',
])('an experiment, or what is meant as one: %j', (text) => {
  expect(meaningOfText(text, false)).toBe('experiment');
});

test.each([
  // The files of a CI, of containers and of a cluster.
  'image: node:22\nstages: [a]\nbuild:\n  script: [x]\n',
  'name: ci\non: push\njobs:\n  a: { container: { image: node } }\n',
  'services:\n  web: { image: nginx, ports: [80] }\nvolumes: {}\n',
  'apiVersion: batch/v1\nkind: Job\nmetadata: { name: x }\nspec: {}\n---\nkind: Job\n',
  'replicaCount: 1\nimage: { repository: x }\nservice: { port: 80 }\ningress: {}\n',
  'stages:\n  a: { cmd: x }\n',
  'name: Idea\ndescription: A form\nlabels: [x]\nbody: []\n',
  '- hosts: all\n  tasks: []\n',
  '[1, 2]\n',
])('something else: %j', (text) => {
  expect(meaningOfText(text, false)).toBe('other');
});

test.each([
  ['', 'it is empty'],
  ['\ufeff\n# shift: 3\n---\n...\n', 'it is empty'],
  ['circle\n', 'it has no keys'],
  ['shfit: { max: 3 }\n', '"shfit" is no key of an experiment; did you mean "shift"?'],
  ['seed: 1\nlayrs: [relu]\n', '"layrs" is no key of an experiment; did you mean "layers"?'],
  ['seed: 1\ntrials: 3\n', 'it has none of image, shift, layers, pool'],
])('what may be meant as an experiment: %j', (text, doubt) => {
  expect(meaningOfText(text, false)).toEqual({ doubt });
});

test('JSON is judged alike', () => {
  expect(meaningOfText('{ "image": "dots", "shift": { "max": 0 } }', true)).toBe('experiment');
  // What is cut off could be one.
  expect(meaningOfText('{ "image": ', true)).toBe('experiment');
  expect(meaningOfText('{ "name": "x", "version": "1", "scripts": {} }', true)).toBe('other');
  expect(meaningOfText('["image", "shift"]', true)).toBe('other');
  expect(meaningOfText('{}', true)).toEqual({ doubt: 'it is empty' });
  expect(meaningOfText('{ "shfit": { "max": 1 } }', true)).toMatchObject({
    doubt: expect.stringContaining('"shift"'),
  });
});

test('what is passed by in doubt is named, and in a folder `experiments` nothing is', async () => {
  const cwd = folder({
    'a.yaml': circle,
    'empty.yaml': '',
    'near.yml': 'shfit: { max: 3 }\n',
    'ci.yml': 'name: ci\non: push\njobs: {}\n',
    'experiments/e.yaml': '',
  });
  const passed: PassedBy[] = [];
  const read = (path: string) =>
    readExperimentFiles([path], { passedBy: (files) => void passed.push(...files) });
  await expect(read(cwd)).rejects.toThrow('experiments/e.yaml:1:1: the file is empty');
  expect(passed.map(({ path }) => path.slice(cwd.length + 1))).toEqual(['empty.yaml', 'near.yml']);
  passed.length = 0;
  await expect(read(`${cwd}/experiments`)).rejects.toThrow('the file is empty');
  expect(passed).toEqual([]);
});
