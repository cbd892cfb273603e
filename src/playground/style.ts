import { PALETTE } from '../report/palette.ts';

/** The style sheet of the page: the colours and the type of the report. */
export const PAGE_STYLE = `
${PALETTE}
:root{--accent:#0072b2;--glow:#9a6700;--edge:#8c959f}
@media (prefers-color-scheme:dark){:root{--accent:#56b4e9;--glow:#e3a53a;--edge:#6b7580}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
.page{max-width:112rem;margin:0 auto;padding:0 1.5rem 3rem}
.page.over{outline:3px dashed var(--accent);outline-offset:-8px}
h1{font-size:1.3rem;letter-spacing:-.015em;margin:0}
h2{font-size:1.05rem;margin:0;letter-spacing:-.01em}
.part>h2,.given>h2{font-size:.8rem;font-weight:600;margin:0 0 .6rem;color:var(--quiet);letter-spacing:.02em}
p{margin:.4rem 0}
a,.link{color:var(--link);text-underline-offset:.15em}
.quiet{color:var(--quiet);font-weight:400}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
button,select,input,textarea{font:inherit;font-size:.875rem;color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:.3rem .6rem;min-height:2rem;max-width:100%}
button{cursor:pointer;background:var(--wash);border-color:var(--line)}
button:hover:not(:disabled,[aria-disabled=true]){border-color:var(--edge)}
button:is(:disabled,[aria-disabled=true]){color:var(--quiet);cursor:default;opacity:.6}
button[aria-pressed=true]:not(.frame,.link){background:var(--ink);color:var(--paper);border-color:var(--ink)}
button.strong{background:var(--link);border-color:var(--link);color:var(--paper)}
button.plain,button.link{background:none;border-color:transparent;padding:.2rem .4rem}
button.link{padding:0;text-decoration:underline;min-height:0;font-size:inherit;text-align:start}
input[type=checkbox]{min-height:0;width:1.05rem;height:1.05rem;margin:0;accent-color:var(--accent);vertical-align:-.15rem}
input[type=range]{padding:0;border:0;background:none;accent-color:var(--accent);min-width:0;flex:1 1 5rem}
input[aria-invalid=true],textarea[aria-invalid=true]{border-color:var(--bad)}
.top{display:grid;grid-template-columns:auto 1fr auto;gap:.2rem 1.5rem;align-items:baseline;padding:1.25rem 0 1rem;border-bottom:1px solid var(--line)}
.top .lead,.top .choose{margin:0}
.choose{display:flex;gap:.5rem .75rem;flex-wrap:wrap;align-items:center}
main{position:relative;display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,25rem);gap:2.5rem;padding-top:2.75rem;align-items:start}
@media (min-width:64.01rem){.stage{overflow-anchor:none}}
.bar-top{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;min-height:2rem;margin-bottom:.75rem}
.where{font-weight:600;min-width:9.5rem}
.choice{display:flex;gap:.5rem;align-items:center;font-size:.875rem}
.choice select{max-width:14rem}
.scene+.scene{margin-top:2.5rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.steps{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(10.25rem,1fr));gap:1.25rem}
.steps .first{grid-column:span 2;grid-row:span var(--span,2);max-width:26rem}
figure{margin:0;min-width:0}
canvas{display:block;width:100%;height:auto;image-rendering:pixelated}
.output figcaption,.map figcaption{display:flex;flex-direction:column;font-size:.8125rem;line-height:1.4;padding-top:.45rem;overflow-wrap:anywhere}
.output figcaption b,.map figcaption b{font-weight:600}
.frame,.drag{display:block;width:100%;padding:0;min-height:0;border:0;border-radius:4px;overflow:hidden;background:var(--wash);box-shadow:0 0 0 1px var(--line)}
.second{display:flex;flex-direction:column;gap:.3rem;margin-top:.6rem;font-size:.8125rem}
.output.same .frame{box-shadow:0 0 0 2px var(--accent)}
.frame[aria-pressed=true]{outline:2px dashed var(--accent);outline-offset:3px}
.drag{cursor:grab;touch-action:none;user-select:none;-webkit-user-select:none}
.drag:active{cursor:grabbing}
.verdict.same{color:var(--accent);font-weight:600}
.verdict.differs{color:var(--ink)}
.kept{display:grid}
.kept>span,.kept::after{grid-area:1/1}
.kept::after{content:attr(data-most);visibility:hidden}
.first .verdict{color:var(--quiet);font-weight:400}
.flip,.unlike{color:var(--glow);font-weight:600}
.bars{list-style:none;margin:0;padding:.6rem;border-radius:4px;box-shadow:0 0 0 1px var(--line);font-size:.75rem}
.bars li{display:grid;grid-template-columns:1fr auto;gap:0 .4rem}
.bars li+li{margin-top:.35rem}
.bars li>:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.bars meter{grid-column:1/-1;grid-row:2;width:100%;height:.4rem}
.below{display:grid;grid-template-columns:minmax(10rem,15rem) minmax(0,1fr);gap:1.5rem 2rem;margin-top:1.75rem;align-items:start}
.surface{position:relative;touch-action:none;cursor:crosshair;max-height:20rem;margin:0}
.surface canvas{height:100%;border-radius:4px}
.here{position:absolute;width:calc(100% / var(--columns));height:calc(100% / var(--rows));min-width:10px;min-height:10px;transform:translate(-50%,-50%);border-radius:3px;box-shadow:0 0 0 2px var(--ink),0 0 0 4px var(--paper);pointer-events:none}
.scroll{overflow:auto;max-width:100%}
.tables .scroll{max-height:26rem}
.tables thead th{position:sticky;top:0;background:var(--paper)}
.wide{grid-template-columns:minmax(0,1fr)}
.wide .surface{max-width:100%;min-height:1.75rem}
.wide .surface canvas{position:absolute;inset:0}
.decision{display:grid;place-items:center;aspect-ratio:1;padding:.5rem;font-size:1.25rem;font-weight:600;text-align:center;overflow-wrap:anywhere}
table{border-collapse:collapse;font-size:.8125rem}
th,td{padding:.3rem .55rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap;font-weight:400}
thead th{color:var(--quiet)}
th:first-child,td:first-child{padding-left:.25rem}
.s{text-align:left}
abbr{text-decoration:underline dotted;cursor:help;text-underline-offset:.2em}
caption{text-align:left;font-size:.8125rem;font-weight:600;padding:0 0 .4rem .25rem}
.rates{width:100%;max-width:46rem}
.rates button{border-color:transparent;background:none;padding:.1rem .4rem;margin-left:-.4rem;min-height:1.75rem}
.rates .chosen{background:var(--wash)}
.rates .chosen button{font-weight:600;background:none;color:inherit;border-color:transparent}
.bar{position:relative;display:inline-block;min-width:5rem;padding:.1rem .4rem;text-align:right}
.bar i{position:absolute;inset:0 auto 0 0;background:var(--accent);opacity:.22;border-radius:3px}
.bar span{position:relative}
.tabs{display:flex;gap:.25rem;border-bottom:1px solid var(--line);margin-bottom:1.25rem}
.tabs button{border:0;background:none;border-radius:0;padding:.45rem .75rem;margin-bottom:-1px;border-bottom:2px solid transparent;color:var(--quiet)}
.tabs [aria-selected=true]{color:var(--ink);font-weight:600;border-bottom-color:var(--ink)}
.part{padding-bottom:1.1rem;margin-bottom:1.1rem;border-bottom:1px solid var(--line)}
.part:last-of-type{border:0}
.part>.field+button{margin-top:.5rem}
.part>button+.field,.stack+.field{margin-top:.5rem}
.field{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:.1rem .75rem;align-items:center;min-height:2.25rem;font-size:.875rem}
.field>label{overflow-wrap:anywhere}
.field select,.yaml{width:100%}
.control{display:flex;gap:.4rem;align-items:center;min-width:0}
.control input[type=number]{width:5.25rem;flex:none}
.control>input[type=number]:only-child{width:100%;flex:1}
.word{display:flex;gap:.35rem;align-items:center;margin-right:.4rem}
.note{grid-column:1/-1;font-size:.75rem;line-height:1.4;color:var(--quiet)}
.help{position:sticky;bottom:0;height:0;pointer-events:none}
.help p{position:absolute;inset:auto 0 0;margin:0;padding:.6rem .9rem;background:var(--wash);border:1px solid var(--edge);border-radius:8px 8px 0 0;font-size:.8125rem;line-height:1.45}
html{scroll-padding-bottom:8rem}
.more summary,.layer summary{cursor:pointer;font-size:.8125rem;color:var(--quiet);padding:.35rem 0}
.layer summary{color:var(--ink);font-weight:600}
.stack ol{list-style:none;margin:0;padding:0}
.layer{position:relative;border:1px solid var(--line);border-radius:8px;padding:.35rem .75rem;margin-bottom:.5rem}
.layer .field{grid-template-columns:6.5rem minmax(0,1fr)}
.layer>.buttons{position:absolute;right:.35rem;top:.3rem;display:flex}
.layer>details>summary{padding-right:6rem}
.repeat{border:0;margin:0;padding:.35rem 0 0;min-width:0}
.repeat legend{padding:0;font-size:.875rem;font-weight:600}
.repeat legend input{width:4.5rem}
.repeat .stack{margin-top:.5rem}
.add{display:flex;gap:.5rem;margin:.5rem 0}
.add select{flex:1;min-width:0}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.75rem 0}
.editor{display:grid;grid-template-columns:auto minmax(0,1fr);border:1px solid var(--edge);border-radius:6px;overflow:hidden;margin:.75rem 0;font:.8rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.editor:focus-within{outline:2px solid var(--link);outline-offset:2px}
.gutter{list-style:none;margin:0;padding:.6rem 0;background:var(--wash);color:var(--quiet);text-align:right;overflow:hidden;height:0;min-height:100%;user-select:none}
.gutter li{padding:0 .6rem}
.gutter .wrong{background:var(--bad-wash);color:var(--bad);font-weight:600}
.editor textarea{border:0;border-radius:0;font:inherit;padding:.6rem .75rem;resize:vertical;width:100%;outline:0;white-space:pre;overflow:auto;tab-size:2}
.problems{list-style:none;margin:0;padding:0;font-size:.8125rem}
.problems button{width:100%;text-align:left;background:var(--bad-wash);color:var(--bad);border:0;margin-bottom:.35rem;white-space:normal}
.failure{background:var(--bad-wash);color:var(--bad);padding:.6rem .9rem;border-radius:6px;font-size:.875rem;overflow-wrap:anywhere;margin:0 0 1rem}
.failure .link{color:inherit}
.aside{background:var(--wash);padding:.6rem .9rem;border-radius:6px;font-size:.875rem;margin:0 0 1rem;overflow-wrap:anywhere}
.progress{position:absolute;top:.375rem;left:0;right:0;display:flex;gap:.75rem;align-items:center;font-size:.8125rem;margin:0;white-space:nowrap}
.progress progress{flex:0 1 10rem;min-width:2rem}
.progress .quiet{overflow:hidden;text-overflow:ellipsis}
.warn{border-left:3px solid var(--glow);padding-left:.8rem;font-size:.875rem}
.wait{color:var(--quiet);font-size:.875rem}
.verdicts{list-style:none;margin:0 0 1rem;padding:0;font-size:.875rem}
.passed>b{color:var(--good)}.failed>b,.missing>b{color:var(--bad)}
.given ul{list-style:none;margin:0;padding:0;font-size:.8125rem}
.given p,.part>p.quiet{font-size:.8125rem}
.plot svg{max-width:100%;height:auto}
.path{background:var(--wash);border-radius:10px;padding:1rem 1.25rem;margin-top:1.25rem}
.path p{max-width:52rem}
.path-head{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;margin:0;max-width:none!important}
.path-head b{font-size:1.05rem}
.languages{margin-left:auto;display:flex;gap:1rem;font-size:.875rem}
.languages [aria-pressed=true]{text-decoration:none;color:var(--ink)!important;font-weight:600}
.question{font-weight:600}
.answer{border-left:3px solid var(--accent);padding-left:.8rem}
.notice{position:fixed;left:50%;bottom:1.25rem;transform:translateX(-50%);background:var(--ink);color:var(--paper);padding:.55rem 1rem;border-radius:6px;margin:0;font-size:.875rem;z-index:1}
@media (max-width:64rem){main{grid-template-columns:minmax(0,1fr);gap:2rem}.top{grid-template-columns:1fr auto}.top .lead{grid-column:1/-1;grid-row:2}}
@media (max-width:40rem){.page{padding:0 1rem 2rem}.top{grid-template-columns:minmax(0,1fr)}.top .lead{grid-row:auto;font-size:.875rem}.steps{grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}.steps .first{grid-row:auto;max-width:none}.below{grid-template-columns:minmax(0,1fr)}.surface{max-width:20rem}.where{min-width:0}.field{grid-template-columns:7rem minmax(0,1fr)}th,td{padding:.35rem .45rem}.bar{min-width:4rem}}
@media (min-width:88rem){.stage.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2.5rem}.two .messages{grid-column:1/-1}.two .below{grid-template-columns:minmax(0,1fr)}.two .surface{max-width:15rem}.two .scene+.scene{margin:0;padding:0;border:0}}
@media (min-width:160rem){html{font-size:125%}.page{max-width:124rem}}
@media (min-width:200rem){html{font-size:150%}}
@media (min-width:120rem){.steps{grid-template-columns:repeat(auto-fill,minmax(14rem,1fr))}.steps .first{max-width:34rem}.below{grid-template-columns:minmax(14rem,24rem) minmax(0,1fr)}.surface{max-height:24rem}.rates{max-width:none;font-size:.9375rem}main{grid-template-columns:minmax(0,1fr) 30rem}}
@media (prefers-reduced-motion:no-preference){button,.here{transition:border-color .12s,background-color .12s}}
@media (forced-colors:active){.here{outline:3px solid Highlight}.output.same .frame{outline:2px solid Highlight}}
`;
