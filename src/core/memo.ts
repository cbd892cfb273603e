/** A function that looks at each object once: what it found is kept as long as the object is. */
export function once<Of extends object, Found>(look: (of: Of) => Found): (of: Of) => Found {
  const known = new WeakMap<Of, { found: Found }>();
  return (of) => {
    const before = known.get(of);
    if (before) return before.found;
    const found = look(of);
    known.set(of, { found });
    return found;
  };
}
