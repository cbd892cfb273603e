import { shown } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import type { Mistake } from '../../core/mistake.ts';
import { spacedFlow } from '../text/flow_text.ts';
import { tomlObject } from '../text/toml.ts';
import { isModelDump } from './meant_layer.ts';
import { AS_MODEL, dumpedLayers } from './sections.ts';
import { instead } from './written.ts';
import { TOML, writtenWhole } from './written_whole.ts';

/** The mistake of a file whose value is no object: a list of experiments, TOML, or anything else. */
export function noObject(value: unknown): Mistake {
  const toml = typeof value === 'string' ? tomlObject(value) : undefined;
  if (toml) return { problem: TOML, remedy: writtenWhole(toml) };
  const [, key, given] = (typeof value === 'string' && /^([a-z]\w*):(\S+)/i.exec(value)) || [];
  if (given !== undefined)
    return { problem: 'a space belongs after each colon', remedy: `write ${key}: ${spacedFlow(given)}` };
  const init = 'coincide init writes a file to begin with';
  if (typeof value === 'string' && value.startsWith('<'))
    return { problem: 'this is HTML or XML, and an experiment is YAML', remedy: init };
  const isList = Array.isArray(value) && value.some(isObject);
  const remedy = isList
    ? 'one file holds one experiment: write its keys without "- "'
    : typeof value === 'string'
      ? init
      : undefined;
  return { expected: 'an object with image, shift, and pool or layers', value: shown(value), remedy };
}

/**
 * The mistake of a file that belongs to another program, as its keys say; undefined for any other, which may be an
 * experiment with mistakes.
 */
export function otherObject(value: Record<string, unknown>): Mistake | undefined {
  if (Object.hasOwn(value, 'image') || Object.hasOwn(value, 'shift')) return undefined;
  if (isModelDump(value)) {
    const remedy = instead(`${dumpedLayers(value)}, with image and shift`);
    return { problem: 'this is a network of Keras, no experiment', remedy };
  }
  const found = OTHERS.find(([keys]) => keys.every((key) => Object.hasOwn(value, key)));
  return found && { problem: `this is ${found[1]}, no experiment`, remedy: found[2] };
}

/** Keys of files of other programs, what such a file is, and what to do. */
const OTHERS: readonly (readonly [keys: readonly string[], what: string, remedy: string])[] = [
  [['modelTopology'], 'a model of TensorFlow.js', instead(`${AS_MODEL}, with image and shift`)],
  [['weightsManifest'], 'a model of TensorFlow.js', instead(`${AS_MODEL}, with image and shift`)],
  [['cells', 'nbformat'], 'a notebook', 'coincide init writes a file to begin with'],
  [['resources', 'experiment'], 'a data package of results', 'name the experiment file that makes it'],
  [['scripts'], 'a package.json', 'coincide init writes a file to begin with'],
  [['dependencies'], 'a package.json', 'coincide init writes a file to begin with'],
  [['jobs'], 'a workflow of a CI', 'coincide init writes a file to begin with'],
  [['services'], 'a file of Docker', 'coincide init writes a file to begin with'],
  [['$schema', 'properties'], 'a JSON schema', 'coincide init writes a file to begin with'],
];
