/** Options of other programs that say in which form results are printed. */
const FORMAT_OPTIONS = /^--?(?:f|format|output|output-format|reporter|type|as|to|export)$/;

/** By a form that is asked for, what prints it: the commands that can, and the text to write. */
const PRINTERS: Readonly<Record<string, readonly (readonly [commands: string, text: string])[]>> = {
  json: [
    ['run explain inspect merge', 'write --json'],
    ['validate', 'leave it out: each mistake is a line FILE:LINE:COLUMN: MESSAGE on stderr'],
    ['show plot', 'coincide run --json prints the numbers'],
    ['report', 'coincide run --json prints the numbers'],
    ['list', 'coincide schema prints all kinds and options as a JSON schema'],
  ],
  yaml: [['validate', 'write --resolved']],
  csv: [
    ['run', 'write -o -'],
    ['show plot explain report', 'coincide run FILE -o - prints the table'],
  ],
  latex: [
    ['report', 'coincide run --latex FILE.tex writes a table'],
    ['run', 'write --latex FILE.tex'],
  ],
  markdown: [
    ['report', 'write md'],
    ['run', 'coincide report --format md writes the tables in Markdown'],
  ],
  html: [['run check', 'coincide report writes a page of all results']],
  junit: [['run validate', 'write coincide check --reporter junit:FILE']],
  github: [['run validate', 'write coincide check --reporter github']],
  svg: [
    ['plot', 'write -o FILE.svg'],
    ['show', 'write --svg FILE.svg'],
  ],
  png: [
    ['plot', 'write -o FILE.png'],
    ['show', 'write --png FILE.png'],
  ],
  pdf: [['plot', 'write -o FILE.pdf']],
};

const FORMS: Readonly<Record<string, string>> = {
  md: 'markdown',
  tex: 'latex',
  yml: 'yaml',
  htm: 'html',
  xml: 'junit',
};

/**
 * What to write instead of an option that asks a command for a form of its results; undefined if nothing is known.
 *
 * @example formatWord('--format', 'json', 'run') // 'write --json'
 */
export function formatWord(typed: string, value: string | undefined, command: string): string | undefined {
  if (value === undefined || !FORMAT_OPTIONS.test(typed)) return undefined;
  const word = value.toLowerCase();
  const form = Object.hasOwn(FORMS, word) ? FORMS[word]! : word;
  const printers = Object.hasOwn(PRINTERS, form) ? PRINTERS[form]! : [];
  return printers.find(([commands]) => commands.split(' ').includes(command))?.[1];
}
