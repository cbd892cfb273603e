import { sectionOf } from './settings.ts';
import type { SweptKey } from './sweep.ts';

/** One value of each swept key, as indices into their values. */
export type Combination = readonly number[];

/** All combinations of swept values, and results that depend on some of the keys only. */
export interface Grid {
  /** In the order of the file; the last key runs fastest. Each turn yields the same array, with other values. */
  combinations(): Generator<Combination>;
  /** A function that calls `make` once for all combinations that agree in the swept keys of these sections. */
  memo<T>(sections: readonly string[], make: (at: Combination) => T): (at: Combination) => T;
  /** The values of the swept keys in these sections: `image.size is 16 and pool.depth is 5`. */
  which(sections: readonly string[], at: Combination): string;
  /** How many combinations of values the swept keys in these sections have. */
  count(sections: readonly string[]): number;
  /** Whether several combinations agree in the swept keys of these sections. */
  repeats(sections: readonly string[]): boolean;
}

/** All combinations of the values of swept keys. */
export function gridOf(swept: readonly SweptKey[]): Grid {
  const keysIn = (sections: readonly string[]) => {
    const asked = new Set(sections.map(sectionOf));
    return [...swept.keys()].filter((i) => asked.has(sectionOf(swept[i]!.key)));
  };
  return {
    *combinations() {
      const at = swept.map(() => 0);
      for (;;) {
        yield at;
        let last = swept.length - 1;
        while (last >= 0 && ++at[last]! === swept[last]!.values.length) at[last--] = 0;
        if (last < 0) return;
      }
    },
    memo(sections, make) {
      const keys = keysIn(sections);
      const made = new Map<number, ReturnType<typeof make>>();
      return (at) => {
        const id = keys.reduce((n, i) => n * swept[i]!.values.length + at[i]!, 0);
        if (!made.has(id)) made.set(id, make(at));
        return made.get(id)!;
      };
    },
    which: (sections, at) =>
      keysIn(sections)
        .map((i) => `${swept[i]!.key} is ${swept[i]!.values[at[i]!]!.label}`)
        .join(' and '),
    count: (sections) => keysIn(sections).reduce((n, i) => n * swept[i]!.values.length, 1),
    repeats(sections) {
      const inside = new Set(keysIn(sections));
      return swept.some(({ values }, i) => !inside.has(i) && values.length > 1);
    },
  };
}
