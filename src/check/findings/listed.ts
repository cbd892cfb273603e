/** The first items of a list that may be long, and how many there are in all. */
export interface Listed<Item> {
  first: Item[];
  count: number;
}

/** Items that are listed; further ones are counted. */
export const MAX_LISTED = 1_000;

/** A list to which `addTo` adds. */
export function emptyList<Item>(): Listed<Item> {
  return { first: [], count: 0 };
}

/** Counts one more item, and makes it only while the list has fewer than `MAX_LISTED`. */
export function addTo<Item>(to: Listed<Item>, make: () => Item): void {
  to.count++;
  if (to.first.length < MAX_LISTED) to.first.push(make());
}

/** How many items are not listed; undefined if none. */
export function notListed({ first, count }: Listed<unknown>): number | undefined {
  return count > first.length ? count - first.length : undefined;
}

/** The items of several lists as one list, in order. */
export function joinLists<Item>(lists: readonly Listed<Item>[]): Listed<Item> {
  return {
    first: lists.flatMap(({ first }) => first).slice(0, MAX_LISTED),
    count: lists.reduce((sum, { count }) => sum + count, 0),
  };
}
