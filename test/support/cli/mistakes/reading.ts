import type { Mistakes } from './names.ts';

/** What is no YAML, or could be misread. */
export const reading: Mistakes = {
  'alias-bomb.yaml':
    '5:8: the alias *d is too large: written out, the file would have more than 100,000 values.',
  'alias-of-itself.yaml': '3:57: the alias *again is inside the part that it names.',
  'at-sign.yaml': '1:14: a text cannot begin with "@"; write "@circle".',
  'beyond-2-53-as-float.yaml':
    '4:7: expected a whole number up to 2^53 = 9007199254740992, not 9007199254740993.0.',
  'beyond-2-53.yaml': '4:7: expected a whole number up to 2^53 = 9007199254740992, not 9007199254740993.',
  'colon-in-text.yaml':
    '1:14: a text that holds a colon and a space needs quotes; write "a circle: shifted".',
  'braces-without-space.yaml': '2:9: a space belongs after the colon; write { max: 3 }.',
  'comment-in-json.json': '1:1: a comment begins with "#", and JSON has none; write # A circle.',
  'comment-without-space.yaml':
    '1:16: a comment needs a space in front of its "#"; write image: "circle" #the lesson\'s.',
  'control-character.yaml': '1:28: the character U+0007 is not allowed.',
  'duplicate-key.yaml': '4:1: duplicate key "shift"; keep one of them.',
  'duplicate-quoted-key.yaml': '1:37: duplicate key "radius"; keep one of them.',
  'empty.yaml': '1:1: the file is empty; expected image, shift, and pool or layers.',
  'escaped-control-character.yaml': '1:14: the character U+0007 is not allowed.',
  'extra-bracket.yaml': '2:8: this object is not closed; expected "}".',
  'list-as-key.yaml': '4:1: expected a name as the key, not a list, an object or nothing.',
  'list-never-closed.yaml': '2:9: this list is not closed; expected "]", or its lines further to the right.',
  'list-too-far-to-the-left.yaml':
    '3:9: this list is not closed; expected "]", or its lines further to the right.',
  'local-tag.yaml': '1:8: unknown tag !circle; write image: { type: circle, radius: 20 }.',
  'lone-surrogate-in-json.json': '1:73: the character U+D800 is not allowed.',
  'lone-surrogate.yaml': '1:14: the character U+D83D is not allowed.',
  'merge-key.yaml':
    '3:3: merge keys (<<) are not part of YAML 1.2; write the keys out: { type: circle, radius: 20, filled: true }.',
  'missing-comma-in-json.json': '2:3: expected a comma in front of this.',
  'missing-comma.yaml':
    '1:16: expected a comma or a closing bracket after this; write { type: circle, radius: 20 }.',
  'missing-space.yaml': '4:1: a space belongs after the colon; write trials: 100.',
  'null-as-key.yaml': '4:1: expected a name as the key, not a list, an object or nothing.',
  'only-a-comment.yaml': '1:1: the file is empty; expected image, shift, and pool or layers.',
  'same-key-as-number-and-text.yaml': '7:5: duplicate key "1"; keep one of them.',
  'several-documents.yaml': '4:1: expected one document, not several; split the file here.',
  'tab-indentation.yaml': '3:1: a tab cannot indent; write "max: 3" after 2 spaces.',
  'text-after-quote.yaml': '1:25: did not expect "and" here; write \'"a circle" and more\'.',
  'too-many-trials.yaml':
    '4:9: expected a whole number up to 2^53 = 9007199254740992, not 1000000000000000000000000000000.',
  'two-layers-in-one.yaml': '5:5: duplicate key "type"; keep one of them.',
  'unclosed-brace.json': '1:1: this object is not closed; expected "}".',
  'unclosed-bracket.yaml': '2:13: this list is not closed; expected "]".',
  'unclosed-quote.yaml': '1:14: this text is not closed; expected " at its end; write "A circle".',
  'unknown-alias.yaml': '3:7: unknown alias *pool; define it before with &pool.',
  'unknown-escape.yaml': '1:17: unknown escape \\d; write "C:/data".',
  'unknown-tag.yaml': '4:7: unknown tag !!timestamp; write seed: 2001-12-14, without the tag.',
  'wrong-indentation.yaml':
    '4:1: the keys of one object must begin in the same column; write "fill_mode: wrap" after 4 spaces.',
  'yaml-directive.yaml': '1:1: expected YAML 1.2, not 1.1; remove the line %YAML.',
};
