import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Mistake } from '../../core/mistake.ts';
import { shellWord } from '../../core/shell_word.ts';
import { endingOf, otherPictureEndings, pictureEndings } from '../../image/picture_endings.ts';

/**
 * The mistake that a file is where an experiment belongs, by the ending of its name: a table, a model or a picture;
 * undefined for any other file, which may hold an experiment.
 *
 * @example otherFile('results/circle.csv')
 * // { problem: 'this is a table, no experiment', remedy: 'name experiments/circle.yaml, which makes it' }
 */
export function otherFile(path: string): Mistake | undefined {
  const ending = endingOf(path);
  if (ending === '.csv') {
    const [name] = basename(path).split('.');
    const source = `experiments/${name}.yaml`;
    const remedy = existsSync(source)
      ? `name ${source}, which makes it`
      : 'name the experiment file that makes it';
    return { problem: 'this is a table, no experiment', remedy };
  }
  if (MODEL_ENDINGS.includes(ending)) {
    const remedy =
      ending === '.onnx'
        ? `\`coincide inspect ${shellWord(path)}\` says what is in it, and writes an experiment to begin with`
        : 'export it as ONNX; an experiment names that file: layers: [{ type: model, path: model.onnx }]';
    return { problem: 'this is a model, no experiment', remedy };
  }
  if (pictureEndings.includes(ending) || otherPictureEndings.includes(ending))
    return {
      problem: 'this is a picture, no experiment',
      remedy: `an experiment names it: image: { type: file, path: ${basename(path)} }`,
    };
  return undefined;
}

const MODEL_ENDINGS = ['.onnx', '.h5', '.keras', '.pt', '.pth', '.pb', '.tflite', '.safetensors'];
