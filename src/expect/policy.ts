/**
 * How a check compares with the committed tables. `same`: every cell. `no_worse_by`: how much worse some metrics may
 * be. `no_worse: significant`: a drop counts where the exact McNemar test finds it. `off`: not at all.
 */
export type Policy = 'same' | 'off' | { readonly no_worse_by: number } | { readonly no_worse: 'significant' };

/** As the file says it. */
export function formatPolicy(policy: Policy): string {
  if (typeof policy === 'string') return policy;
  return 'no_worse_by' in policy ? `no worse by ${policy.no_worse_by}` : `no worse, ${policy.no_worse}`;
}
