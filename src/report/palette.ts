/** The colours of the pages, light or dark as the reader's system, as properties of CSS. */
export const PALETTE = `:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#59636e;--line:#d8dee4;--paper:#fff;--wash:#f6f8fa;--link:#0b5cad;--good:#116329;--good-wash:#dafbe1;--bad:#a40e26;--bad-wash:#ffebe9;--open-wash:#eaeef2}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--quiet:#9aa4af;--line:#353b43;--paper:#14171b;--wash:#1c2026;--link:#79b8ff;--good:#7ee2a0;--good-wash:#12351f;--bad:#ff9a94;--bad-wash:#4a1a1d;--open-wash:#2a3038}}`;
