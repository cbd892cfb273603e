import { quoted } from '../../core/error.ts';
import { formatShape, formatStride } from '../../core/tensor.ts';
import { usualConstant } from '../../model/constants.ts';
import type { InspectedValue, Inspection } from '../../model/inspect.ts';
import { aligned, fittingLines, inLines, tableWidth } from '../terminal/terminal.ts';
import { WHOLE_TYPE } from './proposal.ts';
import { proposedLayers } from './proposed_layers.ts';

/**
 * An inspection as text: what is in the model, then an experiment to paste.
 *
 * @param file the model, as it was named
 * @param grep the text that the listed values were chosen by, if there is one
 */
export function showInspection(inspection: Inspection, file: string, grep = ''): string {
  const { format, details, runtime, runtimeVersion, input, constants, picture, outputs, values } = inspection;
  const facts = [
    ['format', [format, ...details].join(', ')],
    ['computed by', [runtime, runtimeVersion].filter(Boolean).join(' ')],
    ['weights', `${(inspection.weightBytes / 1e6).toFixed(1)} MB`],
    ['input', `${input.name}: ${input.type} ${lengths(input.shape)}, ${input.layout}, batch ${input.batch}`],
    ...constants.map(({ name, type, shape }) => [
      'constant',
      `${name}: ${type} ${lengths(shape)}, ${usualConstant({ name, type })} here`,
    ]),
    ...outputs.map((output) => [
      'output',
      `${output.name}: ${[output.type, sizeText(output)].filter(Boolean).join(' ')}`,
    ]),
    ['pictures', passageOf(inspection.alone, input.batch)],
  ];
  const replaceable = values.some((value) => value.replaceable);
  const table = values.map((value) => [
    value.name,
    value.operator,
    value.shape ? formatShape(value.shape) : '',
    value.stride?.map(formatStride).join('×') ?? '',
    ...(replaceable ? [value.replaceable ? 'yes' : ''] : []),
  ]);
  const header = ['value', 'operator', 'size', 'stride', ...(replaceable ? ['replaceable'] : [])];
  return [
    file,
    ...facts.map(([name, text]) => `  ${name!.padEnd(FACTS)}  ${inLines(text!, FACTS + 4)}`),
    '',
    ...(values.length === 0 && grep !== ''
      ? [fittingLines(`no value has ${quoted(grep)} in its name or operator; without --grep all are listed`)]
      : [
          fittingLines(
            `${values.length} values for pictures of ${formatShape(picture)}; output takes their names`,
          ),
          aligned(table, header, tableWidth()),
        ]),
    '',
    experimentOf(inspection, file).split('\n').map(yamlInLines).join('\n'),
  ].join('\n');
}

/** Characters of the longest name of a fact. */
const FACTS = 'computed by'.length;

/** A line of YAML in lines that fit: what follows is indented further, so that it means the same. */
function yamlInLines(line: string): string {
  const comment = /^( *# )(.*)$/.exec(line);
  if (comment)
    return `${comment[1]}${inLines(comment[2]!, comment[1]!.length).replaceAll(/\n */g, `\n${comment[1]}`)}`;
  const indent = /^[ -]*/.exec(line)![0];
  return indent + inLines(line.slice(indent.length), indent.length + 2);
}

/** A file that runs as it is, for pictures of noise. */
function experimentOf(inspection: Inspection, file: string): string {
  const { format, input, constants, picture, outputs, toBeNamed } = inspection;
  const [height, width, channels] = picture;
  const usual = format === 'ONNX' ? 'NCHW' : 'NHWC';
  const size = height === width ? height : `[${height}, ${width}]`;
  const read = `${channels === 3 ? 'channels: rgb, ' : ''}size: ${size}`;
  const feed = [
    ...(input.shape.length > 2 && input.layout !== usual ? [`layout: ${input.layout}`] : []),
    // Values of 0 to 1 are 0 or 1 to a model of whole numbers.
    ...(WHOLE_TYPE.test(input.type) ? ['scale: 255'] : []),
    ...(input.type === 'int8' ? ['mean: 128'] : []),
  ].join(', ');
  const names = outputs.map(({ name }) => JSON.stringify(name));
  const output = names.length === 1 ? names[0] : `[${names.join(', ')}]`;
  const others = constants.map((one) => `${JSON.stringify(one.name)}: ${usualConstant(one)}`).join(', ');
  const { measures, assumed, layer } = proposedLayers(inspection);
  return [
    'An experiment to begin with:',
    '',
    `# Your pictures: { type: folder, path: pictures, ${read} }. Values are 0 to 1; input: { scale, mean, std } changes them.`,
    `image: { type: noise, size: [${height}, ${width}], channels: ${channels} }`,
    'shift: { max: 2 }',
    'trials: all',
    ...(measures ? [`measures: [${measures}]`] : []),
    'layers:',
    ...(others ? ['  # Write the constants that the model is to be given.'] : []),
    `  - { type: model, path: ${JSON.stringify(file)}${feed && `, input: { ${feed} }`}${toBeNamed ? `, output: ${output}` : ''}${others && `, inputs: { ${others} }`} }`,
    ...(assumed ? [`  # ${assumed}`] : []),
    ...(layer ? [`  - ${layer}`] : []),
  ].join('\n');
}

function passageOf(alone: boolean, batch: number | 'any'): string {
  if (alone) return 'one at a time, since an output may depend on the other pictures of its batch';
  return batch === 1
    ? 'one at a time, as its batch says'
    : 'together: an output depends on its picture alone';
}

function sizeText({ shape, stride }: InspectedValue): string {
  const size = shape ? formatShape(shape) : 'of unknown size';
  return stride ? `${size}, stride ${stride.map(formatStride).join('×')}` : size;
}

function lengths(shape: readonly (number | null)[]): string {
  return `[${shape.map((length) => length ?? 'any').join(', ')}]`;
}
