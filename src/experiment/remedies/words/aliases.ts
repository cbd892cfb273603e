import { comparisonOptionWords, comparisonWords } from './comparisons.ts';
import { columnWords, expectationKeyWords, metricWords } from './expectations.ts';
import { elsewhereWords, fileKeyWords, fileOptionWords } from './file_keys.ts';
import { imageOptionWords, imageWords } from './images.ts';
import { layerOptionWords, layerWords, otherLayerWords } from './layers.ts';
import { measureOptionWords, measureWords } from './measures.ts';
import { shiftOptionWords } from './shifts.ts';
import { valueWords } from './values.ts';

/**
 * Words that people write from memory: those of Keras, PyTorch and other libraries, everyday words, and Turkish, the
 * language of the course. Each list belongs to the text to write instead. They are only suggested, never accepted.
 *
 * A word is compared without capitals, signs, and the prefix of a library (`nn.MaxPool2d` is `maxpool2d`).
 */
export const aliases = {
  layer: layerWords,
  other_layer: otherLayerWords,
  image: imageWords,
  comparison: comparisonWords,
  measure: measureWords,
  metric: metricWords,
  column: columnWords,
  values: valueWords,
  keys: {
    file: fileKeyWords,
    file_options: fileOptionWords,
    elsewhere: elsewhereWords,
    shift: shiftOptionWords,
    image: imageOptionWords,
    against: imageOptionWords,
    layers: layerOptionWords,
    pool: layerOptionWords,
    compare: comparisonOptionWords,
    expect: expectationKeyWords,
    measures: measureOptionWords,
  },
};
