import type { JSX } from 'preact';
import { isObject } from '../../core/is_object.ts';
import type { Path } from '../../experiment/text/source.ts';
import { usePage } from './context.ts';

/** The distance of two dots that are side by side: the second one moves along its row. */
export function DotsDistance({
  image,
  set,
}: {
  image: unknown;
  set(path: Path, value: unknown): void;
}): JSX.Element | null {
  const { texts } = usePage();
  const at = isObject(image) ? image.at : undefined;
  if (!Array.isArray(at) || at.length !== 2 || !at.every(Array.isArray)) return null;
  const [[row, first], [other, last]] = at as [[number, number], [number, number]];
  if (row !== other || last < first) return null;
  return (
    <div class="field">
      <label for="dots-distance">{texts.forms.dotsDistance}</label>
      <span class="control">
        <input
          id="dots-distance"
          type="range"
          min={0}
          max={32}
          value={last - first}
          onInput={(event) => {
            const distance = Number(event.currentTarget.value);
            set(
              ['at'],
              [
                [row, first],
                [row, first + distance],
              ],
            );
          }}
        />
        <output>{last - first}</output>
      </span>
    </div>
  );
}
