/** A difference in three digits, with its sign. @example signed(-0.01234) // '−0.0123' */
export function signed(value: number): string {
  const text = String(Number(Math.abs(value).toPrecision(3)));
  return value < 0 ? `−${text}` : `+${text}`;
}
