/** The lesson's experiment in three lines. */
export const circle = 'image: circle\nshift: { max: 3 }\npool: { type: max_pool, depth: 4 }\n';

/** The same with an expectation that does not hold. */
export const broken = `${circle}expect:\n  - { metric: classes, at: { depth: 4 }, min: 2 }\n`;
