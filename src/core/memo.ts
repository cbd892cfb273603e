/** A function of objects that computes each result once. It is cached as long as the object exists. */
export function once<Of extends object, Found>(compute: (of: Of) => Found): (of: Of) => Found {
  const known = new WeakMap<Of, { found: Found }>();
  return (of) => {
    const before = known.get(of);
    if (before) return before.found;
    const found = compute(of);
    known.set(of, { found });
    return found;
  };
}
