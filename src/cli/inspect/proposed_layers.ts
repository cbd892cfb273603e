import type { InspectedOutput, Inspection } from '../../model/inspect.ts';
import type { Proposal } from './proposal.ts';
import { fewValues } from './proposed_decision.ts';
import { detectorLayer, yoloLayout } from './proposed_detector.ts';

/**
 * What is sensible for the outputs of a model, by their names, sizes, the operations that made them, and what they are for
 * pictures of noise.
 */
export function proposedLayers({ outputs, picture, path }: Inspection): Proposal {
  const [only, ...others] = outputs;
  if (!only?.shape) return {};
  if (others.length > 0) return detectorLayer(outputs, picture) ?? {};
  const [height, width, channels] = only.shape;
  const layout = yoloLayout(only.shape, picture);
  if (layout) return { measures: 'boxes', layer: `{ type: boxes, layout: ${layout} }` };
  const named = `${only.name} ${path.slice(path.lastIndexOf('/') + 1)}`;
  const points = NAMES_OF_POINTS.test(named) ? pointsOf(only, picture) : undefined;
  if (points) return points;
  if (height === 1 && width === 1) return fewValues(only);
  if (!only.stride || height === 1 || width === 1) return {};
  const [least, most] = only.traits?.range ?? [0, 2];
  const isShare = /Sigmoid$/.test(only.maker ?? '') || NAMES_OF_MASKS.test(only.name);
  const isMask = channels === 1 && isShare && least >= 0 && most <= 1;
  return { measures: isMask ? '{ type: aligned, threshold: 0.5 }' : 'aligned' };
}

/** Names of maps of probabilities. */
const NAMES_OF_MASKS = /mask|prob|alpha|saliency|segm/i;

/** Names of outputs, or of files, of networks that find points. */
const NAMES_OF_POINTS = /land_?marks?|key_?points?|kpts?\b|heat_?maps?|face_?mesh|\biris\b/i;

/** Meshes of faces have three numbers for each point, the last of which is its depth. */
const MESHES = [468, 478, 76];

function pointsOf({ shape, stride, traits }: InspectedOutput, [rows, columns]: Inspection['picture']) {
  const [height, width, channels] = shape!;
  if (stride && height > 1 && width > 1 && channels > 1)
    return { measures: 'keypoints', layer: '{ type: keypoints, format: heatmaps }' };
  const count = height * width * channels;
  const last = channels > 1 ? channels : width;
  const isTable = (last === 2 || last === 3) && count > last;
  const each = isTable ? last : count % 2 === 0 && !MESHES.includes(count / 3) ? 2 : 3;
  if (count % each !== 0 || count < 4) return undefined;
  const most = traits && Math.max(...traits.range.map(Math.abs));
  const normalized = most !== undefined && most <= 1.5 && most < Math.max(rows, columns);
  const unit = normalized ? 'shares of the picture' : 'pixels';
  return {
    measures: 'keypoints',
    assumed: `Taken for points of ${each === 2 ? 'x and y' : 'x, y and a third number'}, in ${unit}; format and normalized say otherwise.`,
    layer: `{ type: keypoints, format: ${each === 2 ? 'xy' : 'xys'}${normalized ? ', normalized: true' : ''} }`,
  };
}
