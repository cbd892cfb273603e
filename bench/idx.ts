/** Grey pictures of 28², one after the other, in the format of MNIST. */
export function idxOf(pixels: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + pixels.length);
  const head = new DataView(bytes.buffer);
  for (const [i, value] of [0x803, pixels.length / 28 ** 2, 28, 28].entries()) head.setUint32(4 * i, value);
  bytes.set(pixels, 16);
  return bytes;
}
