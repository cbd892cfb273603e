import { modelMistake } from './mistake.ts';

/** A format of models that is not computed here. */
interface OtherFormat {
  begins(head: Uint8Array): boolean;
  /** What it is and what to do, as a phrase that follows the model's name. */
  says: string;
}

const FROM_KERAS = 'write it as a model.json, as docs/five_minutes.md shows, or export it as ONNX';
const FROM_PYTORCH = 'export the model as ONNX: torch.onnx.export';

const otherFormats: readonly OtherFormat[] = [
  {
    begins: (head) => textAt(head, 4, 4) === 'TFL3',
    says: 'is a TensorFlow Lite file; convert it to ONNX: python -m tf2onnx.convert --tflite FILE --output model.onnx',
  },
  { begins: (head) => textAt(head, 1, 3) === 'HDF', says: `is a Keras model in HDF5; ${FROM_KERAS}` },
  {
    begins: (head) => isZip(head) && textAt(head, 30, 13) === 'metadata.json',
    says: `is a Keras model; ${FROM_KERAS}`,
  },
  {
    begins: (head) => isZip(head) && /\/data(\.pkl|\/)/.test(textAt(head, 30, 300)),
    says: `is a PyTorch file; ${FROM_PYTORCH}`,
  },
  { begins: isZip, says: 'is a zip archive; name the model in it' },
  // A pickle of protocol 2 to 5.
  {
    begins: ([first, second]) => first === 0x80 && second! >= 2 && second! <= 5,
    says: `is a pickle; ${FROM_PYTORCH}`,
  },
  {
    // The length of the header, in eight bytes, and the header.
    begins: (head) => textAt(head, 8, 2) === '{"' && head.subarray(4, 8).every((byte) => byte === 0),
    says: `holds weights alone, as safetensors; ${FROM_PYTORCH}`,
  },
  {
    begins: (head) => textAt(head, 0, 4) === 'GGUF',
    says: 'is a language model in GGUF; expected a model of pictures, as ONNX or a model.json',
  },
];

/**
 * Refuses models of formats that are not computed here.
 *
 * @param head the first bytes of the file
 * @throws UserError (run) that says what to do
 */
export function refuseOtherFormats(head: Uint8Array, path: string): void {
  const found = otherFormats.find(({ begins }) => begins(head));
  if (found) throw modelMistake(path, found.says);
}

function isZip(head: Uint8Array): boolean {
  return textAt(head, 0, 4) === 'PK\u0003\u0004';
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
