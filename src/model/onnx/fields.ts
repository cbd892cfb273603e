/**
 * The numbers of the fields of ONNX's messages.
 *
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8, function: 25 };
export const FUNCTION = { name: 1, input: 4, output: 5, node: 7, domain: 10, defaults: 11, overload: 13 };
export const OPSET = { domain: 1, version: 2 };
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13, sparse: 15 };
export const NODE = { input: 1, output: 2, name: 3, operation: 4, attribute: 5, domain: 7, overload: 8 };
export const ATTRIBUTE = {
  name: 1,
  int: 3,
  type: 20,
  tensor: 5,
  graph: 6,
  ints: 8,
  tensors: 10,
  graphs: 11,
  /** The name of the call's attribute that it is, within a function. */
  givenBy: 21,
  sparse: 22,
  sparses: 23,
};
export const TENSOR = {
  lengths: 1,
  type: 2,
  float32: 4,
  int32: 5,
  int64: 7,
  name: 8,
  raw: 9,
  float64: 10,
  external: 13,
  location: 14,
};
/** The fields that may hold a tensor's values: of float32, int32 and smaller, texts, int64, as bytes, float64, uint64. */
export const TENSOR_VALUES = [TENSOR.float32, TENSOR.int32, 6, TENSOR.int64, TENSOR.raw, TENSOR.float64, 11];
/** A tensor of which only the values are stored that are not 0. */
export const SPARSE = { values: 1, lengths: 3 };
export const ENTRY = { key: 1, value: 2 };
/** The location of a tensor whose values are in another file. */
export const EXTERNAL = 1;
export const VALUE_INFO = { name: 1, type: 2 };
export const TYPE = { tensor: 1 };
export const TENSOR_TYPE = { element: 1, shape: 2 };
export const SHAPE = { dimension: 1 };

/** Elements of tensors, by the numbers of ONNX. */
export const ELEMENTS = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;
