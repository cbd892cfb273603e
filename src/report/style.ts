import { PALETTE } from './palette.ts';

/** The style sheet of a report: light or dark as the reader's system, black on white in print. */
export const STYLE = `
${PALETTE}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main,header.top,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:2.5rem}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.015em}
h2{font-size:1.3rem;line-height:1.25;margin:0;letter-spacing:-.01em;overflow-wrap:break-word;min-width:0}
h3{font-size:.95rem;margin:2rem 0 .5rem}
p{margin:.4rem 0;max-width:46rem;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
.quiet{color:var(--quiet)}
.lead{font-size:1.06rem}
.badge{display:inline-block;font-size:.8rem;font-weight:600;line-height:1.3;padding:.12rem .55rem;border-radius:1rem;white-space:nowrap;background:var(--open-wash)}
.badge.holds,.badge.same{background:var(--good-wash);color:var(--good)}
.badge.fails,.badge.differs{background:var(--bad-wash);color:var(--bad)}
.index{list-style:none;margin:1.5rem 0 0;padding:0;border-top:1px solid var(--line)}
.index li{display:grid;grid-template-columns:minmax(0,13rem) minmax(0,1fr) auto;gap:.1rem 1.25rem;align-items:baseline;padding:.3rem 0;border-bottom:1px solid var(--line);font-size:.9rem;line-height:1.4}
.index p{margin:0;max-width:none}
.index a{font-weight:600;text-decoration:none;overflow-wrap:break-word;min-width:0}
.index a:hover{text-decoration:underline}
article{margin-top:4rem;padding-top:1.75rem;border-top:1px solid var(--line)}
article>header{display:flex;flex-wrap:wrap;gap:.5rem .9rem;align-items:center}
h2 a{color:inherit;text-decoration:none}
h2 a:hover{text-decoration:underline}
.facts{display:flex;flex-wrap:wrap;gap:.75rem 2.25rem;margin:1.1rem 0 0}
.facts div{min-width:5.5rem}
.facts dt{font-size:.8rem;color:var(--quiet)}
.facts dd{margin:0;font-size:1.15rem;font-weight:600;overflow-wrap:anywhere}
.run dd{font-size:.85rem;font-weight:400;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.expect{list-style:none;padding:0;margin:.5rem 0}
.expect li{padding-left:1.4rem;position:relative;overflow-wrap:anywhere}
.expect li>b{position:absolute;left:0}
.passed>b{color:var(--good)}
.failed>b,.missing>b{color:var(--bad)}
figure{margin:0}
figcaption{font-size:.85rem;color:var(--quiet);margin:.35rem 0 .6rem;max-width:46rem;overflow-wrap:anywhere}
.scroll{position:relative;overflow:auto;max-width:100%}
.scroll:not(:has(>.data)){background:linear-gradient(90deg,var(--paper) 30%,transparent) 0/2.5rem 100% no-repeat local,linear-gradient(270deg,var(--paper) 30%,transparent) 100%/2.5rem 100% no-repeat local,linear-gradient(90deg,var(--quiet),transparent) 0/.5rem 100% no-repeat,linear-gradient(270deg,var(--quiet),transparent) 100%/.5rem 100% no-repeat}
.scroll:has(>.data){max-height:min(36rem,80vh);contain:layout paint}
table{border-collapse:collapse;font-size:.85rem}
.frames th,.frames td{padding:0 .9rem .8rem 0;text-align:left;vertical-align:top;font-weight:400}
.frames thead th{vertical-align:bottom;padding-bottom:.5rem;line-height:1.35}
.frames thead b,.frames thead .quiet,.frames small{display:block;max-width:9rem;overflow-wrap:break-word}
.frames thead b{font-weight:600;overflow-wrap:normal}
.frames tbody th{padding-right:1.1rem;max-width:11rem;min-width:4.8rem}
.frames img{display:block;image-rendering:pixelated;max-width:none}
.maps td{min-width:6.5rem}
.maps tbody th{min-width:7.5rem}
.on-paper{display:none}
.frame{display:grid;place-items:center;width:128px;height:128px;background:var(--wash);text-align:center;overflow-wrap:anywhere}
.low .frame{height:auto;min-height:1.2rem}
.frames small{font-size:.78rem;line-height:1.35;color:var(--quiet);margin-top:.25rem}
.frames small.same{color:var(--link);font-weight:600}
.plots{display:flex;flex-wrap:wrap;gap:1.5rem 2rem;align-items:start}
.plots figure{flex:1 1 20rem;min-width:min(100%,20rem);max-width:32rem}
.plots figcaption{min-height:2.7em}
.plots svg{display:block;max-width:100%;height:auto;color:inherit;overflow:visible}
.plots .wide{flex:0 1 auto;max-width:100%}
.plots .wide figcaption{width:0;min-width:100%}
.plots .wide svg{max-width:none}
.data{white-space:nowrap}
.data th,.data td{padding:.25rem .7rem;border-bottom:1px solid var(--line);text-align:right}
.data th.s,.data td.s{text-align:left}
.data thead th{position:sticky;top:0;z-index:1;background:var(--paper);box-shadow:0 1px 0 var(--line);font-weight:600;vertical-align:bottom}
.data button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer}
.data [aria-sort=ascending] button::after{content:" ↑"}
.data [aria-sort=descending] button::after{content:" ↓"}
.data .group th{text-align:left;font-weight:600;background:var(--wash)}
.data .room td{padding:0;border:0}
.data .better{color:var(--good)}
.data .worse{color:var(--bad)}
.course{vertical-align:middle;color:var(--link)}
.data thead span{border-bottom:1px dotted var(--quiet);cursor:help}
.data del{color:var(--bad);background:var(--bad-wash)}
.data ins{color:var(--good);background:var(--good-wash);text-decoration:none;font-weight:600}
.controls{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.6rem 0;font-size:.9rem}
.controls:empty{display:none}
.controls input[type=search],.controls select,.controls button,.beside>button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:.35rem;padding:.25rem .6rem;max-width:100%;min-width:0}
.controls select{max-width:18rem}
.controls input[type=search]{width:16rem}
.controls label{display:inline-flex;gap:.35rem;align-items:center;max-width:100%;min-width:0}
.controls button,.beside>button{cursor:pointer}
.controls button[aria-pressed=true]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
.beside{margin:1rem 0 0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1rem 1.5rem}
.pair>div{min-width:0}
.pair p{font-size:.85rem}
.pair h4{margin:.6rem 0 .2rem;font-size:.9rem;overflow-wrap:anywhere}
.tip{position:fixed;z-index:3;pointer-events:none;max-width:22rem;padding:.25rem .55rem;background:var(--ink);color:var(--paper);border-radius:.3rem;font-size:.8rem;white-space:pre-line}
.views>figure{margin-top:1.2rem}
:has(>.swatch){display:inline-block}
.swatch{display:inline-block;width:.8em;height:.8em;margin:0 .35em 0 .8em;vertical-align:-.05em}
.frames canvas{display:block;image-rendering:pixelated;max-width:none}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code span{white-space:nowrap}
.why,.changes{overflow-wrap:anywhere}
.expect ul{margin:.15rem 0;padding-left:1.1rem}
.expect ul li{padding-left:0}
[hidden]{display:none!important}
.hint{margin:.6rem 0 .2rem;font-size:.85rem}
.defs{position:fixed;inset:auto 0 0;display:flex;justify-content:center;pointer-events:none}
.defs p{margin:0 1rem 1rem;padding:.6rem .9rem;max-width:52rem;background:var(--ink);color:var(--paper);border-radius:.4rem;font-size:.85rem;line-height:1.45;box-shadow:0 0 0 1px var(--paper),0 .3rem 1.2rem #0004;display:none}
details{margin:1rem 0 0;border-top:1px solid var(--line);padding-top:.6rem}
summary{cursor:pointer;overflow-wrap:anywhere;font-weight:600;font-size:.95rem}
pre{margin:.6rem 0;padding:.9rem 1rem;background:var(--wash);border-radius:.4rem;overflow-x:auto;font:.82rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;tab-size:2}
.links{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;list-style:none;padding:0;margin:1.25rem 0 0;font-size:.9rem}
.warn{border-left:3px solid var(--line);padding-left:.8rem}
footer{margin-top:4rem;padding-bottom:3rem;font-size:.85rem;color:var(--quiet)}
.hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:absolute;left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}
@media (min-width:100rem){main,header.top,footer{max-width:104rem}.views>figure{margin-top:0}.views{display:grid;grid-template-columns:minmax(0,1.06fr) minmax(0,1fr);gap:0 2rem;align-items:start}.views td,.views thead th{padding-right:.7rem}.views>:only-child{grid-column:1/-1}.plots figure{flex-basis:24rem}}
@media (min-width:140rem){html{font-size:20px}main,header.top,footer{max-width:112rem}.frame,.maps img,.plots svg{zoom:1.25}}
@media (min-width:2800px){html{font-size:24px}main,header.top,footer{max-width:140rem}.frame,.maps img,.plots svg{zoom:1.5}}
@media (max-width:44rem){section>.scroll .data tbody th,section>.scroll .data .s{white-space:normal;overflow-wrap:break-word;min-width:5.5rem}.data th,.data td{padding:.25rem .4rem}.index li{grid-template-columns:1fr auto}.index li p{grid-column:1/-1;grid-row:2}article{margin-top:3rem}}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#444;--line:#bbb;--paper:#fff;--wash:#f4f4f4;--link:#000;--good:#116329;--good-wash:#fff;--bad:#a40e26;--bad-wash:#fff;--open-wash:#fff}
body{font-size:10.5pt}article{margin-top:1.5rem;padding-top:1rem}article>header,.lead,dt{break-after:avoid}figure,.facts,tr{break-inside:avoid}.links,.skip,.defs,.hint,.controls,.beside,.tip{display:none}.scroll,.scroll:has(>.data){overflow:visible;max-height:none}.data .x{display:none}.on-paper{display:block}.scroll:not(:has(>.data)){background:none}.frames{zoom:.8}.frames td,.frames thead th{padding:0 .5rem .35rem 0}.maps img{zoom:.8}.frame b{font-size:1.4em}.variant figcaption{display:none}.variant,.plots{margin-top:.5rem}.frames th,.frames td,.maps tbody th{min-width:0}.frames thead b,.frames thead .quiet,.frames small{overflow-wrap:anywhere}.frames img{max-width:100%;height:auto}.frame{zoom:.62;width:100%;max-width:128px;height:auto;aspect-ratio:1}.low .frame{aspect-ratio:auto}.plots{gap:.5rem .6rem}.plots figure{flex:0 1 auto;min-width:0}.plots svg{zoom:.7}.plots figcaption{width:0;min-width:100%;min-height:0}main,header.top,footer{padding:0}.plots .wide svg{max-width:100%}details::details-content{content-visibility:visible;display:block;height:auto}.badge{border:1px solid currentColor}.data{white-space:normal;font-size:6.8pt}.data th,.data td{padding:.1rem;overflow-wrap:break-word}.data td.s:first-child{min-width:6em}.data thead th{position:static}summary,h3,.why{break-after:avoid}.why{break-inside:avoid}.variant{break-inside:avoid}pre{white-space:pre-wrap}*{print-color-adjust:exact}}
`;

/** Rules that show the meaning of a column while its name is hovered or focused. @param meanings their number */
export function meaningStyle(meanings: number): string {
  const rules = Array.from({ length: meanings }, (_, i) => {
    return `body:has([aria-describedby=":m${i}"]:is(:hover,:focus)) #\\:m${i}{display:block}`;
  });
  return `${rules.join('\n')}\n`;
}
