import { quoted } from '../../core/error.ts';
import type { Shape, Tensor4D } from '../../core/tensor.ts';
import { phraseOfError } from '../reason.ts';
import type { ModelReplacement, Substitute } from '../replace.ts';
import { requireAxes } from './geometry.ts';
import type { Config, KerasClass, KerasLayer } from './kind.ts';
import * as classes from './layers/registry.ts';
import { withLora } from './lora.ts';
import { innerInputs } from './network_inputs.ts';
import { networkLayer } from './network_layer.ts';
import { quantizedRefusal } from './quantized.ts';
import { type MakeLayer, networkOf } from './topology.ts';
import { isModelClass } from './written_layers.ts';

/** Says what can be done about a layer that is not computed here. */
const REMEDY = 'export the model as a TensorFlow.js Graph model or as ONNX';

/** A phrase that says that something is not supported, with what can be done about it. */
export function withExportRemedy(phrase: string): string {
  return phrase.endsWith('which is not supported') ? `${phrase}; ${REMEDY}` : phrase;
}

/**
 * Makes layers, some of them replaced by others.
 *
 * @param version of Keras that wrote the model
 */
export function maker(
  replacements: readonly ModelReplacement[],
  version: string,
): {
  make: MakeLayer;
  /** A replacement of which the network had no layer, and the names and classes that it had. */
  unused(): { from: string; known: string[] } | undefined;
} {
  const used = new Set<string>();
  const known = new Set<string>();
  return {
    make(className, config, path) {
      const name = path.at(-1)!;
      const names = [path.slice(1).join('/'), name, className, snakeCase(className)];
      for (const one of names) known.add(one);
      // A layer's own name comes before its class.
      const found = names.flatMap((one) => replacements.find(({ from }) => from === one) ?? [])[0];
      try {
        if (!found) return layerOf({ class_name: className, config: inVersion(config, version) });
        used.add(found.from);
        if (config.data_format === 'channels_first')
          throw new Error('has the option data_format: channels_first, with which it cannot be replaced');
        return STRIDED.includes(className) ? blurred(className, config, found) : replaced(found.to(config));
      } catch (cause) {
        throw new Error(`has the layer ${quoted(name)} (${className}), which ${phraseOfError(cause)}`, {
          cause,
        });
      }
    },
    unused() {
      const missing = replacements.find(({ from }) => !used.has(from));
      return missing && { from: missing.from, known: [...known] };
    },
  };
}

function layerOf(given: unknown): KerasLayer {
  const { class_name, config } = (given ?? {}) as { class_name?: unknown; config?: Config };
  const name = typeof class_name === 'string' ? class_name : '';
  if (isModelClass(name)) return innerModel(name, config ?? {});
  const make = Object.hasOwn(classes, name) ? (classes as Record<string, KerasClass>)[name]! : undefined;
  if (!make) throw new Error(`${refusalOf(name)}; ${REMEDY}`);
  try {
    const { lora_rank: rank, lora_alpha: alpha, ...plain } = config ?? {};
    if (name !== 'Dense') refuseQuantized(plain);
    const layer = make(plain, layerOf);
    return typeof rank === 'number' ? withLora(layer, rank, typeof alpha === 'number' ? alpha : rank) : layer;
  } catch (cause) {
    const message = phraseOfError(cause);
    throw new Error(
      message.endsWith(REMEDY) || message.endsWith('export it as ONNX') ? message : `${message}; ${REMEDY}`,
      {
        cause,
      },
    );
  }
}

/** A model that another layer holds. @throws Error with a phrase that follows that layer's name */
function innerModel(class_name: string, config: Config): KerasLayer {
  const make: MakeLayer = (className, config, path) => {
    try {
      return layerOf({ class_name: className, config });
    } catch (cause) {
      throw new Error(
        `holds the layer ${quoted(path.at(-1)!)} (${className}), which ${phraseOfError(cause)}`,
        { cause },
      );
    }
  };
  return networkLayer(networkOf({ class_name, config }, make, innerInputs(config)));
}

/** Refuses weights of few bits. @throws Error with a phrase that follows the layer's name */
function refuseQuantized({ quantization_config: given }: Config): void {
  if (given !== null && given !== undefined) throw new Error(quantizedRefusal(given));
}

/** Why a class of layers is not computed. */
function refusalOf(name: string): string {
  if (name === 'Lambda') return 'holds code of Python, which a model.json leaves out';
  return 'is of a class that is not supported';
}

/** Keras 3 calls another function `hard_sigmoid`. In Keras 2, TensorFlow looks weights of `bicubic` up in a table. */
function inVersion(config: Config, version: string): Config {
  const text = JSON.stringify(config);
  if (!version.startsWith('3'))
    return text.includes(BICUBIC) ? JSON.parse(text.replaceAll(BICUBIC, `${BICUBIC},"tabled":true`)) : config;
  return text.includes('"hard_sigmoid"')
    ? JSON.parse(text.replaceAll('"hard_sigmoid"', '"hard_sigmoid_3"'))
    : config;
}

const BICUBIC = '"interpolation":"bicubic"';

/** Convolutions, which a replacement follows instead of taking their place. */
const STRIDED = ['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D'];

/** Whether layers of a class can be replaced: pools, and convolutions with strides. */
export function isReplaceable(className: string): boolean {
  return STRIDED.includes(className) || /^(Max|Average)Pooling2D$/.test(className);
}

/** A convolution at stride 1, and then the replacement with its strides, as in anti-aliased networks. */
function blurred(className: string, config: Config, { to }: ModelReplacement): KerasLayer {
  const convolution = layerOf({ class_name: className, config: { ...config, strides: [1, 1] } });
  const after = replaced(to({ name: config.name, strides: config.strides ?? 1 }));
  return {
    ...convolution,
    shape: (inputs) => after.shape([convolution.shape(inputs)]),
    apply: (tf, inputs, weights) => after.apply(tf, [convolution.apply(tf, inputs, weights)], {}),
  };
}

function replaced(substitute: Substitute): KerasLayer {
  return {
    shape([x]) {
      requireAxes(x!, 4);
      const [n, ...picture] = x! as [number, number, number, number];
      return [n, ...substitute.shape(picture as Shape)];
    },
    apply: (tf, [x]) => substitute.apply(tf, x as Tensor4D),
  };
}

/** `MaxPooling2D` → `max_pooling2d`, as Keras names layers. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
