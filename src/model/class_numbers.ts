/** An operation of a graph, under its name in ONNX, TensorFlow or Keras. */
interface Operation {
  operation: string;
  inputs: readonly string[];
  outputs: readonly string[];
}

/** Operations that keep values, in another type or shape. */
const KEEPS_VALUES =
  /^(Identity|Copy|Cast|SaturateCast|Squeeze|Unsqueeze|ExpandDims|Reshape|Flatten|Transpose|Permute)$/;

/**
 * The operation that made the values of a graph's value, behind those that keep them, and which of its outputs they are;
 * undefined for a value that no operation makes.
 */
export function makerOf(
  operations: readonly Operation[],
  name: string,
): { operation: string; place: number } | undefined {
  const makers = new Map(operations.flatMap((one) => one.outputs.map((output) => [output, one] as const)));
  let value = name;
  // A damaged graph may lead back to where it began.
  for (let made = makers.get(value), left = makers.size; made && left > 0; made = makers.get(value), left--) {
    const { operation, inputs, outputs } = made;
    // It takes the labels of classes at the places of these.
    if (operation === 'ArrayFeatureExtractor') value = inputs[1] ?? '';
    else if (KEEPS_VALUES.test(operation)) value = inputs[0] ?? '';
    else return { operation, place: outputs.indexOf(value) };
  }
  return undefined;
}

/**
 * Whether a value of a graph is the numbers of classes, which are names and no quantities: `ArgMax`, the places of
 * `TopK` or the labels of a classifier of scikit-learn made it.
 */
export function holdsClassNumbers(operations: readonly Operation[], name: string): boolean {
  const { operation = '', place } = makerOf(operations, name) ?? {};
  if (operation === 'ArgMax' || (/^TopK(V2)?$/.test(operation) && place === 1)) return true;
  return /Classifier$/.test(operation) && place === 0;
}
