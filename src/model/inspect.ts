import { UserError } from '../core/error.ts';
import { phraseOf } from '../core/mistake.ts';
import type { Pair, Shape } from '../core/tensor.ts';
import { type Arrangement, arrange, inputShape, placeOfFrames, saidLayouts } from './arrangement.ts';
import { type LoadedModel, loadModel } from './loaded.ts';
import type { About, Layout, Model, ModelInput, NamedValue, OpenLengths } from './model.ts';
import type { ModelToOpen } from './model_to_open.ts';
import { openModel } from './open.ts';
import { type Maps, mapsOf, strideOf } from './output_shape.ts';
import { saidStrides } from './output_strides.ts';
import { saysNothing } from './reason.ts';
import { type Traits, traitsOfOutputs } from './traits.ts';

/** The contents of a model. */
export interface Inspection extends About {
  path: string;
  /** The name of the backend or of the runtime that computes it. */
  runtime: string;
  /** The version of the runtime; undefined for the backend. */
  runtimeVersion: string | undefined;
  input: ModelInput & { layout: Layout; batch: number | 'any' };
  /** Its other inputs, which take constants; 1 here. */
  constants: readonly ModelInput[];
  /** [height, width, channels] of the pictures that sizes are for. */
  picture: Shape;
  outputs: readonly InspectedOutput[];
  /** Whether `output` has to name them, since the file has others that are no numbers. */
  toBeNamed: boolean;
  /** Every value that `output` can name. */
  values: readonly (InspectedValue & { operator: string; replaceable: boolean })[];
  /** Whether a picture's output depends on the other pictures of its batch, so that they go in one at a time. */
  alone: boolean;
}

export interface InspectedValue {
  name: string;
  /** [height, width, channels], where it is known. */
  shape: Shape | undefined;
  /** Pixels from one cell to the next. */
  stride: Pair | undefined;
}

export interface InspectedOutput extends InspectedValue {
  type: string | undefined;
  classNumbers?: boolean;
  /** The operation or the class of the layer that made its values, behind those that only move them. */
  maker?: string | undefined;
  /** What its values look like; undefined where the model could not be run. */
  traits?: Traits | undefined;
}

/** The side of pictures for a model that takes any size. */
const SIDE = 224;

/**
 * Opens a model and says what is in it. Sizes are for pictures of the size that it takes, or of 224×224.
 *
 * @param size [height, width] for axes of any length. Default: 224×224
 * @throws UserError (run) where it cannot be opened, or not be run for such pictures
 */
export async function inspectModel(file: ModelToOpen, size?: Pair): Promise<Inspection> {
  const given = { ...file, looking: true };
  const model = await openModel(given);
  let open = true;
  const close = () => {
    if (open) model.dispose();
    open = false;
  };
  try {
    const layout = layoutOf(model);
    const picture = pictureOf(model.input.shape, layout, size ?? [SIDE, SIDE], size !== undefined);
    const arrangement = arrange(model, layout, picture);
    const batched = arrangement.axes.startsWith('N');
    const { values, loaded } = await (async () => {
      const known = await model.values(inputShape(arrangement, arrangement.batch ?? 1, picture));
      const said = await saidLayouts(
        model,
        arrangement,
        picture,
        known.map(({ name }) => name),
      );
      const maps = known.map(({ shape }, i) => {
        const rest = batched ? shape?.slice(1) : shape;
        return rest && mapsOf(rest, { asked: undefined, said: said[i], usual: layout, picture });
      });
      const strides = await stridesOfValues(model, picture, arrangement, known, maps, said);
      const values = known.map(({ name, operator, replaceable = false }, i) => ({
        name,
        operator,
        shape: maps[i]?.shape,
        stride: strides[i],
        replaceable,
      }));
      // Two copies of it need twice the memory.
      close();
      const load = (outputs: readonly string[]) =>
        loadModel({ ...given, outputs }, picture, { scale: 1, mean: 0, std: 1, layout });
      return { values, loaded: await loadReadable(load, given.outputs, model.outputs) };
    })().catch((cause) => {
      throw size === undefined ? withSizeRemedy(cause, model.input.shape) : cause;
    });
    const traits = await traitsOfOutputs(loaded, picture, /^u?int/.test(model.input.type) ? 255 : 1);
    loaded.hold()();
    return {
      ...model.about,
      path: given.path,
      runtime: model.runtime ?? 'the backend',
      runtimeVersion: model.runtimeVersion,
      input: { ...model.input, layout, batch: arrangement.batch ?? 'any' },
      constants: model.others.map(({ name, type, shape }) => ({ name, type, shape })),
      picture,
      outputs: loaded.outputs.map((one, i) => ({
        ...one,
        type: model.outputTypes?.[model.outputs.indexOf(one.name)],
        maker: model.makers?.[model.outputs.indexOf(one.name)],
        traits: traits[i],
      })),
      toBeNamed: model.toBeNamed === true || loaded.outputs.length < model.outputs.length,
      values,
      alone: loaded.alone,
    };
  } finally {
    close();
  }
}

/**
 * Loads a model with the outputs that were asked for; where that fails, with those of all that can be loaded alone. Others
 * are constants that detectors give beside their boxes, say, with no part for each picture.
 */
async function loadReadable(
  load: (outputs: readonly string[]) => Promise<LoadedModel>,
  asked: readonly string[],
  all: readonly string[],
): Promise<LoadedModel> {
  try {
    return await load(asked);
  } catch (error) {
    const readable: string[] = [];
    for (const name of all) {
      const alone = await load([name]).catch((error: unknown) => {
        if (saysNothing(error)) throw error;
        return undefined;
      });
      alone?.hold()();
      if (alone) readable.push(name);
    }
    if (readable.length === 0 || readable.length === all.length) throw error;
    return load(readable);
  }
}

/** The strides of values with places: as the graph says them, or else as the sizes do. */
async function stridesOfValues(
  model: Model,
  picture: Shape,
  arrangement: Arrangement,
  known: readonly NamedValue[],
  maps: readonly (Maps | undefined)[],
  layouts: readonly (Layout | undefined)[],
): Promise<(Pair | undefined)[]> {
  const places = [...maps.keys()].filter((i) => {
    const map = maps[i];
    return map && !map.sequence && map.shape[0] > 1 && map.shape[1] > 1;
  });
  const values = places.map((i) => ({
    name: known[i]!.name,
    shape: maps[i]!.shape,
    said: layouts[i],
    batchAxis: 0,
  }));
  const said = await saidStrides(model, picture, arrangement, values);
  return maps.map((map, i) =>
    map && !map.sequence ? (said[places.indexOf(i)] ?? strideOf(picture, map.shape)) : undefined,
  );
}

/** The usual layout, unless only the other axis can be that of channels. */
function layoutOf({ layout, input: { shape } }: Model): Layout {
  const picture = shape.slice(-3);
  if (picture.length < 3) return layout;
  const [second, , last] = picture;
  const channels = (length: number | null | undefined) => length === 1 || length === 3 || length === 4;
  if (channels(second) === channels(last)) return layout;
  return channels(second) ? 'NCHW' : 'NHWC';
}

function pictureOf(shape: OpenLengths, layout: Layout, [height, width]: Pair, asked: boolean): Shape {
  if (shape.length === 2 && shape[0] === null && shape[1])
    return flatPicture(shape[1], asked ? [height, width] : undefined);
  const frames = placeOfFrames(shape, layout);
  if (frames !== undefined) return pictureOf(shape.toSpliced(frames, 1), layout, [height, width], asked);
  const [a, b, c] = shape.slice(-3);
  // With three axes, the length of the channels is stated, or the first axis is the batch.
  const hasChannels = shape.length === 4 || (shape.length === 3 && [a, c].some((n) => n === 3 || n === 4));
  if (hasChannels && layout === 'NCHW') return [b ?? height, c ?? width, a ?? 3];
  if (hasChannels) return [a ?? height, b ?? width, c ?? 3];
  return [shape.at(-2) ?? height, shape.at(-1) ?? width, 1];
}

/** The shape of a picture with a number of values: a square of one or three channels if that is possible, else a row. */
function flatPicture(values: number, size: Pair | undefined): Shape {
  if (size) return [...size, Math.max(1, Math.floor(values / (size[0] * size[1])))];
  for (const channels of [1, 3]) {
    const side = Math.sqrt(values / channels);
    if (Number.isInteger(side)) return [side, side, channels];
  }
  return [1, values, 1];
}

/** The error of a model that takes any size but cannot be run for the size that was tried: it says how to try another. */
function withSizeRemedy(cause: unknown, shape: OpenLengths): unknown {
  const open = shape.slice(-3).some((length) => length === null);
  if (!(cause instanceof UserError) || cause.kind !== 'run' || !open) return cause;
  const remedy = '--size HEIGHT,WIDTH inspects it for pictures of another size';
  return new UserError(`${phraseOf(cause.message)}; ${remedy}.`, { kind: 'run', cause });
}
