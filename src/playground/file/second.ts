import { parseDocument } from 'yaml';
import type { Setting } from '../state.ts';
import { valueOfText } from './edit.ts';

/** The experiment with the layers of the second stack. What speaks of the first stack alone is left out. */
export function secondText({ text, second = '' }: Pick<Setting, 'text' | 'second'>): string {
  const document = parseDocument(text);
  const layers = valueOfText(second)?.layers;
  if (document.errors.length > 0) return text;
  for (const key of ['pool', 'expect', 'baseline', 'sweep', 'tables', 'measures']) document.delete(key);
  document.set('layers', document.createNode(layers ?? [], { flow: true }));
  return document.toString();
}

/** The layers of an experiment as a list: those of `layers`, or those that `pool` is short for. */
export function layersOfText(text: string): unknown[] {
  const value = valueOfText(text);
  if (Array.isArray(value?.layers)) return value.layers;
  const { pool } = value ?? {};
  if (pool === undefined || pool === null) return [];
  if (typeof pool === 'string') return [pool];
  const { depth = 1, ...layer } = pool as Record<string, unknown>;
  const only = Object.keys(layer).length === 1 ? layer.type : layer;
  return depth === 1 ? [only] : [{ repeat: { times: depth, layers: [only] } }];
}

/** A list of layers as a text with the one key `layers`. */
export function textOfLayers(layers: readonly unknown[]): string {
  return parseDocument(JSON.stringify({ layers })).toString({ lineWidth: 0 });
}

/** The experiment with both stacks as a sweep of `layers`, so that one table compares them. */
export function bothInOne({ text, second = '' }: Pick<Setting, 'text' | 'second'>): string {
  const document = parseDocument(text);
  const first = layersOfText(text);
  for (const key of ['pool', 'expect', 'baseline', 'sweep']) document.delete(key);
  document.set('layers', document.createNode(first, { flow: true }));
  const sweep = { layers: { first, second: valueOfText(second)?.layers ?? [] } };
  document.set('sweep', document.createNode(sweep, { flow: false }));
  return document.toString({ lineWidth: 110 });
}
