/** `range: [-3, 3]`, `min: -3`, `dx: 3`, `dy: [0, 2]` as a shift writes them. */
export function forShiftKey(shift: Record<string, unknown>, name: string): string | undefined {
  if (name === 'min') return rangeText(shift);
  const value = shift[name];
  if (name === 'range' && Array.isArray(value) && value.length === 2)
    return rangeText({ min: value[0], max: value[1] });
  const { dy, dx } = shift;
  if (name !== 'dy' && name !== 'dx') return undefined;
  if (typeof dy === 'number' && typeof dx === 'number') return `max: [${dy}, ${dx}]`;
  return typeof value === 'number' ? `${name[1]}: [-${value}, ${value}]` : undefined;
}

/** `{ min: -3, max: 3 }` as a shift writes it. */
function rangeText({ min, max }: Record<string, unknown>): string {
  if (typeof min !== 'number' || typeof max !== 'number') return '{ y: [-3, 3], x: [-3, 3] }';
  return min === -max ? `{ max: ${max} }` : `{ y: [${min}, ${max}], x: [${min}, ${max}] }`;
}
