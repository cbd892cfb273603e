/** Mistakes that no shipped experiment can see, and why none should. */
export const reasons: Readonly<Record<string, string>> = {
  'image/circle.ts: a circle between pixels keeps its middle row':
    'no other picture: between pixels the offset 0 lands on the pixel of the offset 1, which is set beside it',
  'image/circle.ts: the midpoint circle decides one step late':
    'no other picture: the decision variable begins odd and grows by even numbers, so it is never 0',
};
