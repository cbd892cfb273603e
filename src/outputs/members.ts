/** Where each of some members stands among all of them; both ascending. */
export function placesOf(some: Int32Array, all: Int32Array): Int32Array {
  let place = -1;
  return some.map((member) => {
    do place++;
    while (all[place] !== member);
    return place;
  });
}
