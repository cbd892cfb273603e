import * as v from 'valibot';
import { innerLayer, requireOneOutput } from '../inner_layer.ts';
import { type KerasClass, type Lengths, readConfig } from '../kind.ts';

/** Its layer with the kernel as it was normalized last, while the model was trained. */
export const SpectralNormalization: KerasClass = (config, layerOf) => {
  const inner = innerLayer(readConfig(config, { layer: v.any() }, ['power_iterations']).layer, layerOf);
  return {
    ...inner,
    dependsOnTraining: true,
    weights(inputs) {
      const own = inner.weights?.(inputs) ?? {};
      const kernel = Object.entries(own).find(([name]) => /\/(kernel|embeddings)$/.test(name))?.[1];
      if (!kernel) throw new Error('normalizes a layer without a kernel');
      return { ...own, vector_u: [1, kernel.at(-1)!] };
    },
  };
};

/** Layers one after the other. */
export const Pipeline: KerasClass = (config, layerOf) => {
  const written = readConfig(config, { layers: v.array(v.any()) }).layers;
  const layers = written.map((one) => requireOneOutput(innerLayer(one, layerOf)));
  return {
    dependsOnTraining: true,
    weights([x]) {
      let now: Lengths = x!;
      const all: Record<string, number[]> = {};
      for (const layer of layers) {
        Object.assign(all, layer.weights?.([now]));
        now = layer.shape([now]);
      }
      return all;
    },
    shape: ([x]) => layers.reduce<Lengths>((now, layer) => layer.shape([now]), x!) as number[],
    apply: (tf, [x], weights) => layers.reduce((now, layer) => layer.apply(tf, [now], weights), x!),
  };
};
