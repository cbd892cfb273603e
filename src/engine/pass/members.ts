/** Where each of some members stands among all of them; both ascending. */
export function placesOf(some: Int32Array, all: Int32Array): Int32Array {
  const places = new Int32Array(some.length);
  for (let i = 0, place = 0; i < some.length; i++, place++) {
    while (all[place] !== some[i]) place++;
    places[i] = place;
  }
  return places;
}

/** Some of the values. */
export function pick(values: Int32Array, places: Int32Array): Int32Array {
  const picked = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = values[places[i]!]!;
  return picked;
}
