import type { SweptKey } from './sweep.ts';

/** One value of each swept key, as indices into their values. */
export type Combination = readonly number[];

/** All combinations of swept values, and what depends on some of the keys only. */
export interface Grid {
  /** In the file's order; the last key runs fastest. One list serves all: it changes from turn to turn. */
  combinations(): Generator<Combination>;
  /** What only some sections of the file decide is made once for all combinations that agree in them. */
  memo<T>(sections: readonly string[], make: (at: Combination) => T): (at: Combination) => T;
  /** `image.size is 16 and pool.depth is 5`, of the swept keys in these sections. */
  which(sections: readonly string[], at: Combination): string;
  /** How many combinations of values the swept keys in these sections have. */
  count(sections: readonly string[]): number;
}

export function gridOf(swept: readonly SweptKey[]): Grid {
  const touching = (sections: readonly string[]) => {
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
      const keys = touching(sections);
      const made = new Map<number, ReturnType<typeof make>>();
      return (at) => {
        const id = keys.reduce((n, i) => n * swept[i]!.values.length + at[i]!, 0);
        if (!made.has(id)) made.set(id, make(at));
        return made.get(id)!;
      };
    },
    which: (sections, at) =>
      touching(sections)
        .map((i) => `${swept[i]!.key} is ${swept[i]!.values[at[i]!]!.label}`)
        .join(' and '),
    count: (sections) => touching(sections).reduce((n, i) => n * swept[i]!.values.length, 1),
  };
}

/** The top-level key that a path leads into; `pool` and `layers` are two ways to write one thing. */
export function sectionOf(key: string): string {
  const [section] = key.split('.') as [string];
  return section === 'pool' ? 'layers' : section;
}
