import { quoted, shown } from '../core/error.ts';
import { isObject } from '../core/is_object.ts';
import { conflictAt, conflictLine } from '../core/merge_conflict.ts';
import { modelMistake } from './mistake.ts';

/** A weight, as the manifest of a TensorFlow.js model lists it. */
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; scale?: number; min?: number };
}

/** Weights that follow each other in some files. */
export interface WeightFiles {
  paths: string[];
  weights: WeightSpec[];
}

/** A `model.json` of TensorFlow.js. */
export interface ModelJson {
  /** A Keras model, layer by layer; or a graph of TensorFlow's operations. */
  format: 'layers-model' | 'graph-model';
  topology: Record<string, unknown>;
  groups: WeightFiles[];
  /** Its other keys. */
  rest: Record<string, unknown>;
}

const MODEL_FORMATS = ['layers-model', 'graph-model'] as const;

/**
 * Reads a `model.json`. Files older than TensorFlow.js 1.0 name no format: a graph has nodes, a Keras model layers.
 *
 * @throws UserError (run)
 */
export function parseModelJson(bytes: Uint8Array, path: string): ModelJson {
  const value = parseJson(bytes, path);
  const { format, modelTopology: topology, weightsManifest: manifest, ...rest } = value;
  if (!isObject(topology) && typeof value.class_name === 'string' && value.config !== undefined)
    throw modelMistake(
      path,
      'holds the layers of a Keras model without its weights; write both as a model.json, as docs/five_minutes.md shows',
    );
  if (!isObject(topology))
    throw modelMistake(path, `has no modelTopology, so it is no model of TensorFlow.js`);
  const known =
    format === undefined || format === null ? guess(topology) : MODEL_FORMATS.find((one) => one === format);
  if (!known)
    throw modelMistake(path, `has the format ${shown(format)}; expected ${MODEL_FORMATS.join(' or ')}`);
  if (known === 'graph-model' && !Array.isArray(topology.node))
    throw modelMistake(path, 'is a graph without nodes');
  if (!Array.isArray(manifest))
    throw modelMistake(path, 'has no weightsManifest, so its weights cannot be found');
  return { format: known, topology, groups: manifest.map((group) => groupOf(group, path)), rest };
}

function parseJson(bytes: Uint8Array, path: string): Record<string, unknown> {
  let value: unknown;
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    const conflict = conflictLine(text);
    throw modelMistake(path, conflict === undefined ? 'is not JSON' : conflictAt(conflict), cause);
  }
  if (!isObject(value)) throw modelMistake(path, 'holds no JSON object');
  return value;
}

function guess(topology: Record<string, unknown>): ModelJson['format'] {
  return Array.isArray(topology.node) ? 'graph-model' : 'layers-model';
}

function groupOf(group: unknown, path: string): WeightFiles {
  const { paths, weights } = isObject(group) ? group : {};
  const sound = Array.isArray(paths) && paths.every((one) => typeof one === 'string' && one !== '');
  if (!sound || !Array.isArray(weights)) {
    throw modelMistake(path, 'has a weightsManifest that does not list paths and weights');
  }
  return { paths, weights: weights.map((weight) => specOf(weight, path)) };
}

function specOf(weight: unknown, path: string): WeightSpec {
  const { name, shape, dtype } = isObject(weight) ? weight : {};
  if (typeof name !== 'string') throw modelMistake(path, 'lists a weight without a name');
  const sound = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!sound) throw modelMistake(path, `lists the weight ${quoted(name)} with the shape ${shown(shape)}`);
  if (typeof dtype !== 'string') throw modelMistake(path, `lists the weight ${quoted(name)} without a dtype`);
  return weight as WeightSpec;
}
