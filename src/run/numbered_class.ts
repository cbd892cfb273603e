/** A class by its name and number. @example numberedClass(3, 'dress') // 'dress (3)'; without a name 'class 3' */
export function numberedClass(number: number, name: string | undefined): string {
  return name === undefined || name === String(number) ? `class ${number}` : `${name} (${number})`;
}
