/** The most that may be asked for; stated in the docs, and checked before anything is computed. */
export const limits = {
  imageValues: 16_000_000,
  trials: 100_000_000,
  measurements: 10_000_000,
  tableRows: 10_000_000,
  variants: 100_000,
  layers: 1_000,
  fileBytes: 256 * 1024,
};
