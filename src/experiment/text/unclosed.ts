import { type Document, isMap, isScalar, type Node, visit, type YAMLError } from 'yaml';
import type { Mistake } from '../../core/mistake.ts';
import { closed } from './flow_text.ts';

/** A mistake, and the offset where the reader should look. */
export interface MistakeAt {
  mistake: Mistake;
  offset: number;
}

/**
 * A list, an object or a text in quotes that is not closed, as a mistake with its place and remedy; undefined where the
 * error of the library is about something else.
 */
export function unclosed(error: YAMLError, text: string, document: Document.Parsed): MistakeAt | undefined {
  if (/end with a [\]}]$/.test(error.message)) return unclosedBracket(error, text, document);
  return error.message.startsWith('Missing closing') ? unclosedQuote(error, text, document) : undefined;
}

function unclosedBracket(
  { code, message, pos: [offset] }: YAMLError,
  text: string,
  document: Document.Parsed,
): MistakeAt {
  const bracket = message.at(-1)!;
  const what = bracket === ']' ? 'list' : 'object';
  const start = openedBefore(document, text, bracket, offset);
  // The next line may belong to it and only be indented too little.
  const end = text.slice(0, offset).trimEnd().length;
  const dedented = code === 'BAD_INDENT' && /^[^\S\n]*\n/.test(text.slice(end));
  const or = dedented ? ', or its lines further to the right' : '';
  const whole = closed(/^[^\n]*/.exec(text.slice(start))![0]);
  const mistake = { problem: `this ${what} is not closed`, expected: `"${bracket}"${or}` };
  return { mistake: { ...mistake, remedy: whole && `write ${whole}` }, offset: start };
}

function unclosedQuote(
  { message, pos: [offset] }: YAMLError,
  text: string,
  document: Document.Parsed,
): MistakeAt {
  const quote = message.startsWith('Missing closing "') ? '"' : "'";
  const begin = quotedBefore(document, offset);
  const line = /^[^\n]*/.exec(text.slice(begin))![0].trim();
  const [inside] = /[\]}]$/.test(line) ? /^[^,\]}]*/.exec(line)! : [line];
  const remedy = inside.length > 1 ? `write ${inside.trim()}${quote}` : undefined;
  const mistake = { problem: 'this text is not closed', expected: `${quote} at its end`, remedy };
  return { mistake, offset: begin };
}

/** The start of the innermost list or object that is still open at an offset. */
function openedBefore(document: Document.Parsed, text: string, bracket: string, offset: number): number {
  let start = offset;
  visit(document, {
    Collection(_, node) {
      const { flow, range } = node;
      if (!flow || !range || range[0] >= offset || range[2] < offset) return;
      if (isMap(node) === (bracket === '}') && text[range[1] - 1] !== bracket) start = range[0];
    },
  });
  return start;
}

/** The start of the quoted text that ends at an offset. */
function quotedBefore(document: Document.Parsed, offset: number): number {
  let start = offset;
  visit(document, {
    Node(_, node) {
      const { range } = node as Node;
      if (isScalar(node) && node.type?.startsWith('QUOTE') && range![0] < offset && range![2] >= offset)
        start = range![0];
    },
  });
  return start;
}
