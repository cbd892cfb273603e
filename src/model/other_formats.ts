import { modelMistake } from './mistake.ts';

/** A format of models that is not computed here. */
interface OtherFormat {
  begins(head: Uint8Array): boolean;
  /** What it is and what to do, as a phrase that follows the model's name. */
  says: string;
}

const FROM_KERAS = 'write it as a model.json, as docs/five_minutes.md shows, or export it as ONNX';
const FROM_ONNX = 'name the ONNX file from which it was made';
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
  {
    // PNG, JPEG, GIF and WebP.
    begins: (head) =>
      textAt(head, 1, 3) === 'PNG' ||
      textAt(head, 0, 3) === '\xff\xd8\xff' ||
      /^(GIF8|RIFF)/.test(textAt(head, 0, 4)),
    says: 'is a picture; expected a model, as ONNX or a model.json',
  },
  { begins: (head) => head.length === 0, says: 'is empty; copy it again' },
  {
    begins: (head) => /^\s*<(!doctype html|html)\b/i.test(textAt(head, 0, 200)),
    says: 'is a page of the web, as a download leaves that failed; download the model itself',
  },
  {
    begins: (head) => /^["']?(image|shift|layers|pool|sweep)["']?\s*:/m.test(textBegin(head)),
    says: 'is an experiment; expected a model, as its layers name one; coincide explain says what an experiment does',
  },
  {
    begins: (head) => /^(import|from) \w+/m.test(textBegin(head)),
    says: 'is a program in Python; name the model that it exports',
  },
  {
    begins: (head) => (head[0] === 0x1f && head[1] === 0x8b) || textAt(head, 257, 5) === 'ustar',
    says: 'is an archive; unpack it, and name the model in it',
  },
  {
    begins: (head) => textAt(head, 0, 4) === 'ftrt',
    says: `is an engine of TensorRT, built for one graphics card; ${FROM_ONNX}`,
  },
  { begins: (head) => textAt(head, 4, 4) === 'ORTM', says: `is in the ORT format; ${FROM_ONNX}` },
  { begins: (head) => textAt(head, 4, 4) === 'MNN2', says: `is an MNN model; ${FROM_ONNX}` },
  { begins: (head) => textAt(head, 0, 8) === '7767517\n', says: `is an ncnn model; ${FROM_ONNX}` },
  { begins: (head) => textAt(head, 0, 4) === 'RKNN', says: `is an RKNN model; ${FROM_ONNX}` },
  {
    begins: (head) => /^(<\?xml[^>]*>\s*)?<net\b/.test(textAt(head, 0, 200)),
    says: `is an OpenVINO model; ${FROM_ONNX}`,
  },
  {
    begins: (head) => textAt(head, 1, 5) === 'NUMPY',
    says: 'holds an array of NumPy; expected a model, as ONNX or a model.json',
  },
  {
    // The version of its format, 1, and the length of the first of its graphs, which begins with a message; in ONNX a name is
    // there.
    begins: (head) =>
      textAt(head, 0, 3) === '\x08\x01\x12' &&
      head[head.findIndex((byte, i) => i > 2 && byte < 0x80) + 1] === 0x0a,
    says: 'is a SavedModel of TensorFlow; convert it to ONNX: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx',
  },
  {
    // Its first node. ONNX begins with a number.
    begins: (head) => head[0] === 0x0a && /Placeholder|Const/.test(textAt(head, 0, 2048)),
    says: 'is a frozen graph of TensorFlow; convert it to ONNX: python -m tf2onnx.convert --graphdef FILE --inputs NAME:0 --outputs NAME:0 --output model.onnx',
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

/** The beginning of a file that holds no bytes which a text has not; else nothing. */
function textBegin(head: Uint8Array): string {
  const first = head.subarray(0, 2048);
  return first.some((byte) => byte < 9) ? '' : textAt(first, 0, first.length);
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
