import type { Shape, Tensor4D, TensorFlow } from '../core/tensor.ts';
import { unknownInModel } from './mistake.ts';

/** Layers of a Keras model that something else takes the place of. */
export interface Replacement {
  /** A layer's name, or the class of several: `max_pooling2d` or `MaxPooling2D`. */
  from: string;
  /** What takes the place of each. @param config of the replaced layer, as Keras writes it */
  to(config: Record<string, unknown>): Substitute;
}

/** What takes the place of a layer. */
export interface Substitute {
  /** [height, width, channels] of the output. @throws Error where it cannot be applied */
  shape(input: Shape): Shape;
  /** [n, height, width, channels] → [n, …shape] */
  apply(tf: TensorFlow, x: Tensor4D): Tensor4D;
}

/** A layer that was replaced. */
export interface Replaced {
  name: string;
  /** Its configuration, as Keras writes it. */
  config: Record<string, unknown>;
  to: Replacement['to'];
}

/** The class that stands for a replaced layer. */
export const REPLACED = 'CoincideReplacedLayer';

interface LayerConfig {
  class_name?: unknown;
  name?: unknown;
  config?: Record<string, unknown>;
}

/**
 * A Keras model's topology with some of its layers replaced, also in models within it: whatever leads to them and
 * from them stays.
 *
 * @throws UserError (run) where a name or class is that of no layer
 */
export function replaceLayers(
  topology: Record<string, unknown>,
  replacements: readonly Replacement[],
  path: string,
): { topology: Record<string, unknown>; replaced: Replaced[] } {
  if (replacements.length === 0) return { topology, replaced: [] };
  const copy = structuredClone(topology);
  const replaced: Replaced[] = [];
  const used = new Set<string>();
  const known = new Set<string>();
  for (const layer of layersIn(copy)) {
    const names = [String(layer.config?.name ?? layer.name), String(layer.class_name)];
    names.push(snakeCase(names[1]!));
    for (const name of names) known.add(name);
    // A layer's own name comes before its class.
    const found = names.flatMap((name) => replacements.find(({ from }) => from === name) ?? [])[0];
    if (!found) continue;
    used.add(found.from);
    const name = names[0]!;
    replaced.push({ name, config: layer.config ?? {}, to: found.to });
    layer.class_name = REPLACED;
    layer.config = { name, ...batchShape(layer.config) };
  }
  const missing = replacements.find(({ from }) => !used.has(from));
  if (!missing) return { topology: copy, replaced };
  throw unknownInModel(path, 'layer', missing.from, [...known]);
}

/** The configurations of all layers that are no models themselves. */
function* layersIn(model: unknown): Generator<LayerConfig> {
  const { model_config, config, layers } = (model ?? {}) as Record<string, any>;
  if (model_config) yield* layersIn(model_config);
  else if (config) yield* layersIn(Array.isArray(config) ? { layers: config } : config);
  else if (Array.isArray(layers)) {
    for (const layer of layers) {
      if (Array.isArray(layer?.config) || Array.isArray(layer?.config?.layers)) yield* layersIn(layer.config);
      else if (layer) yield layer;
    }
  }
}

/** A layer that comes first says what the model takes. */
function batchShape(config: Record<string, unknown> = {}): object {
  return 'batch_input_shape' in config ? { batch_input_shape: config.batch_input_shape } : {};
}

/** `MaxPooling2D` → `max_pooling2d`, as Keras names layers. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
