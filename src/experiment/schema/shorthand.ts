/** Keys that take a kind. */
const KINDS = ['image', 'against', 'pool', 'compare'];

/** `image: circle` is `image: { type: circle }`, for every kind. */
export function expandShorthand(key: string, value: unknown): unknown {
  if (KINDS.includes(key)) return expandKind(value);
  return key === 'layers' && Array.isArray(value) ? value.map(expandLayer) : value;
}

function expandKind(value: unknown): unknown {
  return typeof value === 'string' ? { type: value } : value;
}

function expandLayer(layer: unknown): unknown {
  const { repeat } = (layer ?? {}) as { repeat?: { layers?: unknown } | null };
  if (!repeat || !Array.isArray(repeat.layers)) return expandKind(layer);
  return { ...(layer as object), repeat: { ...repeat, layers: repeat.layers.map(expandLayer) } };
}
