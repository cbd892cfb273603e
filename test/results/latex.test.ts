import { expect, test } from 'vitest';
import { escapedLatex, latexTable } from '../../src/results/latex.ts';

const columns = [
  { name: 'layers.0', type: 'string', description: '', identity: true },
  { name: 'match_rate', type: 'rate', description: '', identity: false, interval: ['low', 'high'] },
  { name: 'cosine', type: 'number', description: '', identity: false },
  { name: 'trials', type: 'integer', description: '', identity: false },
] as const;

test('chosen columns, each row a line, an interval as the distance to its farther end', () => {
  const rows = [
    {
      'layers.0': 'max_pool & 50 %',
      match_rate: 0.85,
      low: 0.793,
      high: 0.893,
      cosine: 0.123456,
      trials: 200,
    },
    { 'layers.0': 'b', match_rate: 1, low: 1, high: 1, cosine: null, trials: 9 },
  ];
  const text = latexTable({ columns: [...columns], rows }, ['layers.0', 'match_rate', 'cosine', 'trials']);
  expect(text.split('\n').slice(1)).toEqual([
    '\\begin{tabular}{lrrr}',
    '  \\toprule',
    '  layers.0 & match rate & cosine & trials \\\\',
    '  \\midrule',
    '  max\\_pool \\& 50 \\% & $0.850 \\pm 0.057$ & $0.1235$ & $200$ \\\\',
    '  b & $1$ &  & $9$ \\\\',
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ]);
});

test('text stays text', () => {
  expect(escapedLatex('a_b^c~{d}\\e#f$g')).toBe(
    'a\\_b\\textasciicircum{}c\\textasciitilde{}\\{d\\}\\textbackslash{}e\\#f\\$g',
  );
  // In the font encoding OT1, which LaTeX has by default, < > | print as ¡ ¿ and a dash.
  expect(escapedLatex('<b>|c')).toBe('\\textless{}b\\textgreater{}\\textbar{}c');
  // An empty line would end the paragraph.
  expect(escapedLatex('two\n\nlines')).toBe('two lines');
});
