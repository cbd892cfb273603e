import type { JSX } from 'preact';

/** A choice for each name, which no language translates. */
export function Names({ names }: { names: readonly string[] }): JSX.Element[] {
  return names.map((name) => (
    <option key={name} translate={false}>
      {name}
    </option>
  ));
}
