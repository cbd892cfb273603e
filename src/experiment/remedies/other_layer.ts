import { isObject } from '../../core/is_object.ts';
import { bareLayer, readLayerCall } from './call.ts';
import { layersInText } from './layer_text.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { KERAS_LAYER } from './words/layers.ts';

/**
 * What to do instead of a layer that has no kind here, or whose activation has none; undefined for a word that no library
 * has.
 *
 * @param given a name, a call, or several of them
 * @example forOtherLayer('Conv2D(8, 3, activation="gelu")') // 'a trained layer is part of a model: write …'
 */
export function forOtherLayer(given: string): string | undefined {
  const name = bareLayer(given);
  const parts = name.length > LONGEST_TEXT ? [name] : layersInText(name);
  if (parts.length > 1)
    return parts.map(forOtherLayer).find((text) => text?.startsWith('leave it out') === false);
  const word = /^[\p{L}\p{N}_.]*/u.exec(name)![0];
  const call = readLayerCall(name);
  const [argument] = call?.positional ?? [];
  const activation = call?.named.activation ?? (ACTIVATION.test(word) ? argument : undefined);
  if (/^(?:torchvision|timm)\b/.test(word)) return TORCH_LAYER;
  const text = aliasOf(word, aliases.other_layer) ?? forOtherActivation(activation);
  // Keras is exported as model.json, PyTorch as ONNX. What PyTorch calls a layer may be anything.
  const known = aliasOf(word, aliases.layer) !== undefined;
  const isTorch = TORCH.test(word) && (!known || PREFIXED.test(word) || text !== undefined);
  if (isTorch && (text === undefined || text === KERAS_LAYER)) return TORCH_LAYER;
  // A call that the words here cannot say.
  return text ?? (known && /^(?:\w+\.)*(?:layers\.\w+|Reshape)\(./.test(name) ? KERAS_LAYER : undefined);
}

const LONGEST_TEXT = 1000;

/** What to do instead of a layer without `type` whose activation has no kind here: `Conv2D: { activation: gelu }`. */
export function forOtherOptions(layer: Record<string, unknown>): string | undefined {
  const [[name, inner] = []] = Object.entries(layer);
  if (name !== undefined && ACTIVATION.test(name) && typeof inner === 'string')
    return forOtherActivation(inner);
  const { activation } = isObject(inner) ? inner : layer;
  return forOtherActivation(activation);
}

/** What to do instead of an activation that has no kind here; undefined for any other value. */
export function forOtherActivation(activation: unknown): string | undefined {
  return typeof activation === 'string' ? aliasOf(activation, aliases.other_layer) : undefined;
}

/** A layer that is nothing but its activation. */
export const ACTIVATION = /(?:^|\.)act(?:ivation)?$/i;

/** How names of PyTorch begin or end. */
const TORCH = /^(?:torch|nn|F)\.|^(?:py)?torch$|[123]d$|^Linear$/;
const PREFIXED = /^(?:torch|nn|F)\./;
const TORCH_LAYER =
  'a trained layer is part of a model: write { type: model, path: model.onnx }, as torch.onnx.export makes it';
