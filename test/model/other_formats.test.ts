import { expect, test } from 'vitest';
import type { OpenFile } from '../../src/core/files.ts';
import { modelBytes, openModel } from '../../src/model/open.ts';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** The header of a zip archive's first file. */
const zip = (name: string) => ascii(`PK\u0003\u0004${'\0'.repeat(26)}${name}`);

/** A file on a disk with such bytes. */
const onDisk = (bytes: Uint8Array) =>
  ({
    size: bytes.length,
    place: '/nowhere',
    read: async (from: number, length: number) => bytes.subarray(from, from + length),
  }) as unknown as OpenFile;

test.each([
  ['a TensorFlow Lite file', ascii('\x1c\0\0\0TFL3'), 'python -m tf2onnx.convert --tflite'],
  ['a Keras model in HDF5', ascii('\x89HDF\r\n\x1a\n'), 'export it as ONNX.'],
  ['a Keras model', zip('metadata.json'), 'write it as a model.json, as docs/five_minutes.md shows'],
  ['a PyTorch file', zip('archive/data.pkl'), 'torch.onnx.export.'],
  ['a PyTorch file', zip('net/data/0'), 'torch.onnx.export.'],
  ['a zip archive', zip('model.onnx'), 'name the model in it.'],
  ['a pickle', Uint8Array.of(0x80, 2, 0x8a), 'torch.onnx.export.'],
  ['weights alone', ascii('{\x01\0\0\0\0\0\0{"a":{}}'), 'as safetensors; export the model as ONNX'],
  ['a language model in GGUF', ascii('GGUF\x03\0\0\0'), 'expected a model of pictures'],
  ['is empty', new Uint8Array(), 'copy it again.'],
  ['a page of the web', ascii('\n<!DOCTYPE html>\n<html>'), 'download the model itself.'],
  ['an archive', Uint8Array.of(0x1f, 0x8b, 8), 'unpack it, and name the model in it.'],
  ['an archive', ascii(`${'\0'.repeat(257)}ustar`), 'unpack it, and name the model in it.'],
  ['an engine of TensorRT', ascii('ftrt\0\0'), 'name the ONNX file from which it was made.'],
  ['the ORT format', ascii('\x18\0\0\0ORTM'), 'name the ONNX file from which it was made.'],
  ['an MNN model', ascii('\x18\0\0\0MNN2'), 'name the ONNX file from which it was made.'],
  ['an experiment', ascii('# A circle.\nimage: circle\n'), 'coincide explain says what an experiment does.'],
  ['a program in Python', ascii('#!/usr/bin/env python\nimport torch\n'), 'name the model that it exports.'],
  ['an ncnn model', ascii('7767517\n75 83\n'), 'name the ONNX file from which it was made.'],
  ['an RKNN model', ascii('RKNN\0'), 'name the ONNX file from which it was made.'],
  ['an OpenVINO model', ascii('<?xml version="1.0"?>\n<net name="m">'), 'name the ONNX file'],
  ['an array of NumPy', ascii('\x93NUMPY\x01\0'), 'expected a model, as ONNX or a model.json.'],
  ['a SavedModel', ascii('\x08\x01\x12\x20\n\x07\x22\x05serve'), '-m tf2onnx.convert --saved-model FOLDER'],
  // The begin of an empty module that TensorFlow 2.19 saved, and of a network by TensorFlow 2.10: the tag is far behind.
  [
    'a SavedModel',
    ascii('\x08\x01\x12\xa9*\n\xfa\x08\x12\xcd\x08\n8\n\x05Const'),
    '-m tf2onnx.convert --saved-model FOLDER',
  ],
  [
    'a SavedModel',
    ascii('\x08\x01\x12\xe6\x95\x42\n\xc8\x24\x12\x9e\x24\nB\n\x05AddV2'),
    '-m tf2onnx.convert --saved-model FOLDER',
  ],
  ['a frozen graph', ascii('\n\x10\n\x01x\x12\x0bPlaceholder'), '-m tf2onnx.convert --graphdef FILE'],
])('%s is refused with what to do', async (what, bytes, remedy) => {
  const given = { path: 'm', bytes, outputs: [], constants: {}, replacements: [] };
  for (const refused of [modelBytes(onDisk(bytes), 'm'), openModel({ ...given, read: async () => bytes })]) {
    const message = await refused.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain(what);
    expect(message).toContain(remedy);
  }
});
