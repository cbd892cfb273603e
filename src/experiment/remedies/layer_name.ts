import { isObject } from '../../core/is_object.ts';
import { cutCall } from './call.ts';
import type { GivenMistake } from './given_mistake.ts';
import { layersInText } from './layer_text.ts';
import { forLayer, nearLayer } from './layers.ts';
import { ACTIVATION } from './other_layer.ts';
import { pasted, written } from './written.ts';

/** What to write instead of the name of a layer that there is not; undefined if nothing is known. */
export function forLayerName(
  given: GivenMistake,
  noun: 'layer' | 'pool',
  name: string,
  allowed: readonly string[],
): string | undefined {
  const cut = cutOf(given);
  if (cut && !cut.begins) return `leave it out: it is a part of ${cut.text}`;
  const { times, layers } = isObject(given.parent) ? given.parent : {};
  if (name === 'repeat' && typeof times === 'number' && Array.isArray(layers))
    return pasted`${written({ repeat: { times, layers } })}, in place of the whole`;
  const said = saidLayer(name, given);
  const text = forLayer(noun, said, allowed) ?? nearLayer(said, allowed);
  if (text !== undefined && cut === undefined && said !== name) return `${text}, without activation`;
  const [, kind, options] = /^\{ type: (\w+), ([^{}]*) \}$/.exec(text ?? '') ?? [];
  // In the place of a type there are options beside it, not around it.
  if (kind !== undefined && given.path.at(-1) === 'type') return `${kind}, with ${options} beside it`;
  return text === undefined ? undefined : `${text}${severalItems(text)}`;
}

/** A layer as it was said: a call whole, though its commas cut it, and `{ type: Activation, activation: relu }` as a call. */
export function saidLayer(name: string, given: GivenMistake): string {
  const { path, parent } = given;
  const activation = isObject(parent) && path.at(-1) === 'type' ? parent.activation : undefined;
  const isCall = typeof activation === 'string' && ACTIVATION.test(name);
  return cutOf(given)?.text ?? (isCall ? `${name}("${activation}")` : name);
}

/** The call that an item of a list of layers is a part of; undefined for any other item. */
function cutOf({ path, parent }: GivenMistake): ReturnType<typeof cutCall> {
  return Array.isArray(parent) ? cutCall(parent, Number(path.at(-1))) : undefined;
}

/** Says that a text is several items of a list, where it is. */
function severalItems(text: string): string {
  const items = layersInText(text);
  const isList = items.length > 1 && items.every((item) => /^(?:\w+|\{.*\})$/.test(item));
  return isList ? `, which are ${items.length} items of the list` : '';
}
