/** The look of the page: light and dark by the reader's setting, and black on white in print. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fff; --card: #f7f8fa; --line: #d9dde3; --ink: #1b1f26; --quiet: #5c6675;
  --link: #0b57a4; --red: #b3261e; --red-bg: #fdecea; --amber: #8a5300; --amber-bg: #fff3dc; --green: #1b6e3c;
  --green-bg: #e5f5ea; --violet: #6a3aa5; --violet-bg: #f1eafa; --grey-bg: #eceff3; --bar: #3d7cc0; --bar-bg: #c7daee; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #14171c; --card: #1c2027; --line: #343b46;
  --ink: #e4e8ee; --quiet: #9aa5b4; --link: #7db7f5; --red: #ff9a91; --red-bg: #46211f; --amber: #f2c069;
  --amber-bg: #42330f; --green: #84d8a0; --green-bg: #173824; --violet: #cbaef3; --violet-bg: #33264a;
  --grey-bg: #2a303a; --bar: #6aa6e6; --bar-bg: #2c4664; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 7.5rem; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 1120px; overflow-wrap: break-word; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; } .narrowed > form + section > h2 { margin-top: 1rem; }
h3 { margin: 0; font-size: 1.02rem; } h4 { margin: 0 0 .4rem; font-size: .95rem; font-weight: 600; }
h5 { margin: 0 0 .25rem; font-size: .75rem; letter-spacing: .04em; text-transform: uppercase; color: var(--quiet); }
p { margin: .3rem 0; } a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre { font: .86em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
code { overflow-wrap: anywhere; }
pre { margin: .25rem 0; padding: .6rem .75rem; background: var(--page);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.headers { color: var(--quiet); } pre.long { overflow: auto; max-height: 20rem; }
.quiet { color: var(--quiet); font-weight: 400; font-size: .88em; } .kind { margin: 0; color: var(--quiet);
  letter-spacing: .05em; text-transform: uppercase; font-size: .78rem; }
.verdict { margin: 0 0 1rem; padding: .9rem 1.2rem; border-left: 6px solid; border-radius: 6px; }
.verdict p { color: var(--ink); } .verdict .word { margin: 0; font-size: 1.7rem; font-weight: 700; color: inherit; }
.verdict.small .word { font-size: 1.15rem; }
.verdict.conformant { color: var(--green); background: var(--green-bg); }
.verdict.not-conformant { color: var(--red); background: var(--red-bg); }
.verdict.partial { color: var(--link); background: var(--grey-bg); }
.verdict.incomplete { color: var(--amber); background: var(--amber-bg); }
table { width: 100%; border-collapse: collapse; font-size: .92rem; } caption { text-align: left; padding: .2rem 0;
  color: var(--quiet); font-size: .85rem; }
th { text-align: left; font-weight: 600; } thead th { font-size: .8rem; color: var(--quiet); border-bottom: 1px solid var(--line); }
th, td { padding: .4rem .6rem; vertical-align: top; } tbody tr { border-bottom: 1px solid var(--line); }
tbody tr:target { outline: 2px solid var(--link); outline-offset: -2px; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .zero { color: var(--quiet); }
.pill { display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .8rem; font-weight: 600;
  white-space: nowrap; background: var(--grey-bg); color: var(--quiet); }
.pill.pass, .pill.conformant { color: var(--green); background: var(--green-bg); }
.pill.fail, .pill.violation, .pill.not-conformant { color: var(--red); background: var(--red-bg); }
.pill.blocked, .pill.warning, .pill.incomplete { color: var(--amber); background: var(--amber-bg); }
.pill.error { color: var(--violet); background: var(--violet-bg); } .pill.plain { font-weight: 400; }
.counts, .claims, .notes { list-style: none; margin: .8rem 0 0; padding: 0; }
.counts { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; align-items: baseline; } .counts b { font-size: 1.15rem; }
.counts .fail b { color: var(--red); } .counts .blocked b { color: var(--amber); } .counts .error b { color: var(--violet); }
.counts .pass b { color: var(--green); }
.numbers { margin-top: .5rem; padding-top: .5rem; border-top: 1px solid var(--line); } .numbers .counts { margin: 0; } .numbers dl { gap: .6rem 1.2rem; align-items: baseline; }
.funnel { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .4rem 0; margin: 0; padding: 0; } .funnel b { font-size: 1.15rem; font-variant-numeric: tabular-nums; } .funnel .quiet { display: block; }
.funnel li { padding: 0 .8rem; border-left: 1px solid var(--line); }
.claims { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: 0; } .claims .no, .claims .unknown { color: var(--quiet); }
.notes { margin: .3rem 0 0; font-size: .9em; color: var(--quiet); overflow-wrap: anywhere; }
.proof { list-style: none; margin: 0; padding: 0; } .proof li { margin: .3rem 0; } .proof ul { padding-left: 4.2rem; color: var(--quiet); } .proof ul li { margin: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 0 2.5rem; }
.columns h2 { margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: 0; font-size: .94rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; } .digest { color: var(--quiet); }
.problems { margin: 0 0 1rem; padding-left: 1.6rem; } .problems li { margin: .35rem 0; } .problems .quiet { display: block; }
.cause { margin: 0 0 1rem; padding: .9rem 1.1rem; background: var(--card); border: 1px solid var(--line);
  border-left: 5px solid var(--line); border-radius: 8px; }
.cause.violation { border-left-color: var(--red); } .cause.warning { border-left-color: var(--amber); }
.cause.error { border-left-color: var(--violet); } .cause.beside { border-left-style: dotted; }
.number { color: var(--quiet); font-variant-numeric: tabular-nums; font-weight: 400; }
.tags { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: center; margin: .4rem 0 .6rem; font-size: .9rem; }
.check { margin-top: .8rem; padding-top: .7rem; border-top: 1px solid var(--line); }
.check h4 a { font-weight: 400; } .found td { overflow-wrap: anywhere; } .found td:first-child { width: 24%; }
.found td + td { width: 38%; } .found th, .found td { padding: .25rem .6rem .25rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; } details.evidence, details.names { margin-top: .5rem; }
.evidence > summary, .names > summary { color: var(--link); font-size: .92rem; }
.glance { display: grid; gap: .3rem 1.4rem; margin: .8rem 0; font-size: .92rem; } .glance p { margin: .2rem 0; overflow-wrap: anywhere; } .glance pre { max-height: 11rem; overflow: auto; } .glance > div { min-width: 0; }
@media (min-width: 900px) { .glance { grid-template-columns: 1fr 1fr; } }
.exchange { margin: .4rem 0 0 .2rem; padding-left: .7rem; border-left: 2px solid var(--line); }
.exchange.marked { border-left-color: var(--red); } .exchange > summary { overflow-wrap: anywhere; }
.status.s2 { color: var(--green); } .status.s3, .status.s4 { color: var(--amber); } .status.s5 { color: var(--red); }
.messages { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: .5rem 1rem; margin: .5rem 0; }
.group { margin: 0 0 .5rem; border: 1px solid var(--line); border-radius: 8px; } .group > summary { padding: .55rem .9rem; }
.group > summary h3, #graded summary h2 { display: inline; } .group > table { border-top: 1px solid var(--line); }
.group tbody tr:last-child { border-bottom: 0; } .list td { overflow-wrap: anywhere; }
.list td:first-child { white-space: nowrap; } .checks td:nth-child(3), .rows td:nth-child(3), .rows td:nth-child(4) { color: var(--quiet); white-space: nowrap; }
.latency td:first-child { white-space: normal; } a.id { color: var(--quiet); text-decoration: none; } a.id:hover { text-decoration: underline; } a.number { text-decoration: none; } a.row { font-size: .82em; white-space: nowrap; }
.checks, .rows { table-layout: fixed; } .checks th:first-child, .rows th:first-child { width: 8.6rem; }
.checks th:nth-child(3) { width: 6.4rem; } .checks th:nth-child(4) { width: 5.6rem; }
.rows th:nth-child(3) { width: 7.4rem; } .rows th:nth-child(4) { width: 5.6rem; } .rows th:last-child { width: 27%; }
.rows a.row { white-space: normal; }
.filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .45rem 1rem; align-items: center; margin-top: 1rem;
  padding: .6rem 0; background: var(--page); border-bottom: 1px solid var(--line); font-size: .88rem; }
.filter[hidden] { display: none; } .filter .text { flex: 1 1 14rem; display: flex; gap: .5rem; align-items: center; }
.filter input[type=search] { flex: 1; min-width: 6rem; } .filter input[type=search], .filter select, .filter button { padding: .3rem .55rem; font: inherit;
  color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.filter fieldset { flex: 0 1 auto; display: flex; flex-wrap: wrap; gap: .2rem .9rem; margin: 0; padding: 0; border: 0; } .filter legend { float: left; margin-right: .9rem; padding: 0; }
.filter output { flex: 1 1 auto; color: var(--quiet); } .filter output:empty { display: none; } [hidden] { display: none !important; }
svg { display: block; max-width: none; } svg text { font-size: 10px; fill: var(--quiet); } .bar { fill: var(--bar); }
.base, .tick { stroke: var(--line); } .p50, .p95, .p99 { stroke: var(--ink); stroke-width: 1.5; } .p95 { stroke-dasharray: 4 2; } .p99 { stroke-dasharray: 1 2; }
.latency caption { padding: .4rem .6rem; } .latency th[scope=row] { font-weight: 400; white-space: normal; min-width: 11rem; }
.wide { overflow-x: auto; }
.sources { list-style: none; margin: 1rem 0 0; padding: 0; } .sources li { overflow-wrap: anywhere; padding: .4rem 0; border-top: 1px solid var(--line); } .sources p { margin: 0; line-height: 1.4; }
.sources p:first-child { display: flex; justify-content: space-between; align-items: baseline; gap: .3rem 1rem; }
.share { width: 100%; height: 10px; margin: .2rem 0; border-radius: 5px; }
.share .fail { fill: var(--red); } .share .error { fill: var(--violet); } .share .blocked { fill: var(--amber); } .share .pass { fill: var(--green); }
.share { background: var(--grey-bg); } .share rect { fill: var(--line); }
.demonstration { position: sticky; top: 0; z-index: 3; margin: 0 0 1rem; padding: .3rem .8rem; text-align: center; font-weight: 600; color: var(--amber); background: var(--amber-bg); border-radius: 6px; print-color-adjust: exact; }
.brief h2 { margin-top: 1.2rem; } .brief li { margin: .35rem 0; } .brief li .quiet { display: block; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: .5rem 1rem; margin: .5rem 0; } .pair h5 { margin-top: .2rem; } .cause.better { border-left-color: var(--green); }
.choices { margin: 0; padding: .2rem 1rem .8rem 2.1rem; } .choices li { margin: .25rem 0; overflow-wrap: anywhere; } .choices a.row { margin-left: .4rem; }
.timeline svg { width: 100%; height: auto; } .timeline .lane { stroke: none; } .timeline .t-ok { fill: var(--bar); } .timeline .t-refused { fill: var(--green); } .timeline .t-limited { fill: var(--amber); } .timeline .t-bad { fill: var(--red); } .timeline .t-tidy { fill: var(--line); } .timeline .key i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; vertical-align: -1px; }
.timeline .key .t-ok { background: var(--bar); } .timeline .key .t-limited { background: var(--amber); } .timeline .key .t-bad { background: var(--red); } .timeline .key .t-tidy { background: var(--line); }
.map { display: flex; flex-wrap: wrap; gap: .35rem .8rem; margin: .4rem 0 1.2rem; } .map .part { display: inline-flex; flex-wrap: wrap; gap: 2px; align-items: center; max-width: 100%; overflow-wrap: anywhere; }
.map .part > .quiet { margin-right: .25rem; font-size: .78rem; } .mark { display: inline-block; width: 15px; height: 15px; border-radius: 3px; font: 700 12px/15px system-ui, sans-serif;
  font-style: normal; text-align: center; text-decoration: none; color: var(--page); background: var(--line); print-color-adjust: exact; }
.mark.fail { background: var(--red); } .mark.error { background: var(--violet); } .mark.blocked { background: var(--amber); } .mark.pass { background: var(--green); opacity: .75; }
.mark.not-applicable, .mark.not-tested, .mark.not-verified { box-sizing: border-box; line-height: 13px; color: var(--ink); background: none; border: 1px solid var(--quiet); } .mark.not-tested { border-style: dashed; } .mark.not-run { color: var(--ink); }
.mark.binding { box-shadow: 0 0 0 1px var(--ink); opacity: 1; } .key { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .85rem; } .key .mark { vertical-align: top; margin-top: 1px; text-decoration: none; }
.left { margin: 0; padding: .3rem 1rem .6rem 2rem; font-size: .86rem; } .left li { overflow-wrap: anywhere; }
.aside { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--page); z-index: 2; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.label { margin: .2rem 0 .1rem; font-size: .78rem; font-weight: 600; color: var(--quiet); }
.word.fail { color: var(--red); } .word.blocked { color: var(--amber); } .word.error { color: var(--violet); } .word { font-size: .8rem; color: var(--quiet); }
.checks details.evidence { margin-top: .1rem; } .checks .evidence > summary { font-size: .84rem; }
#gate table { margin-top: 1rem; } #gate h3 { margin-top: 1.6rem; } #gate td { overflow-wrap: break-word; } #gate .decided td:nth-child(n + 3), #gate .decided td:nth-child(n + 3) code { overflow-wrap: anywhere; } #gate .decided td:nth-child(2) { min-width: 11rem; } #gate .decided td:nth-child(3) { width: 26%; min-width: 7rem; } #gate .decided td:nth-child(4) { min-width: 10rem; } .day { white-space: nowrap; }
.history { list-style: none; margin: 0; padding: .3rem .9rem .7rem; } .history li { display: grid; grid-template-columns: minmax(0, max-content) minmax(14rem, 1fr); gap: .2rem .9rem; padding: .25rem 0; align-items: baseline; overflow-wrap: anywhere; }
.cells { display: flex; flex-wrap: wrap; gap: 2px; max-width: 34rem; } .p50 { fill: none; }
mark { color: inherit; background: var(--amber-bg); border-radius: 3px; padding: 0 .15em; } kbd { font: inherit; padding: 0 .3em; border: 1px solid var(--line); border-radius: 4px; }
.copies { display: flex; flex-wrap: wrap; gap: .4rem; margin: .6rem 0 0; } button.copy, .none button { padding: .15rem .6rem; font: inherit; font-size: .82rem; color: var(--link); background: none; border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
@media screen and (min-width: 900px) { header .sources { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 0 1.8rem; } }
@media screen and (min-width: 1000px) { body:has(> nav) { max-width: 1340px; padding-left: 11.5rem; } nav[aria-label=Sections] { position: fixed; top: 2rem; bottom: 1rem; left: max(1rem, calc(50vw - 655px)); width: 9.5rem;
  flex-direction: column; flex-wrap: nowrap; gap: .35rem; margin: 0; padding: 0 .5rem 0 0; overflow: auto; border: 0; border-right: 1px solid var(--line); } }
@media screen and (min-width: 1240px) { body:has(> nav) { padding-left: 13.5rem; } nav[aria-label=Sections] { width: 11rem; } }
.cover { margin-bottom: 2.5rem; padding: 1.4rem 1.6rem; border: 1px solid var(--line); border-radius: 8px; } .cover dl { font-size: 1rem; gap: .45rem 1.4rem; }
.objects td { min-width: 9rem; } .objects th[scope=row] { min-width: 9rem; overflow-wrap: anywhere; }
.steps td:nth-child(2) { min-width: 9.5rem; }
details.words { margin-top: 1rem; font-size: .92rem; } details.words dl { margin-top: .5rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 2rem 0 0; padding: .6rem 0; border-block: 1px solid var(--line); font-size: .9rem; }
footer { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }
@media (max-width: 640px) { body { padding: 1rem .9rem 3rem; } .filter { position: static; } html { scroll-padding-top: 3.2rem; } h1 { font-size: 1.25rem; }
  nav[aria-label=Sections] { position: sticky; top: 0; z-index: 1; flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; background: var(--page); }
  .list thead, .found thead { display: none; } .list tr, .list td, .list th, .found tr, .found td { display: block; width: auto !important; padding: .1rem 0; text-align: left; white-space: normal !important; }
  .list tr, .found tr { padding: .5rem .6rem; } .list td:empty { display: none; } .found td + td::before { content: 'expected '; color: var(--quiet); } .found td + td + td::before { content: 'observed '; }
  .rows td:nth-child(n + 3), .checks td:nth-child(n + 3) { display: inline-block; margin-right: .8rem; font-size: .85rem; } dl { grid-template-columns: 1fr; } dt { margin-top: .3rem; }
  .list caption { display: block; } .list td.n[data-word] { display: inline-block; margin-right: .9rem; } .list td[data-word]::after { content: ' ' attr(data-word); color: var(--quiet); }
  .columns { grid-template-columns: 1fr; } }
#paper { display: none; }
@media print { #paper { display: block; } .demonstration { position: fixed; top: 0; left: 0; right: 0; margin: 0; padding: .1rem; font-size: 8pt; } body:has(> .demonstration) { padding-top: 1.6rem; } .brief .sources { font-size: 8.5pt; } .brief section { break-inside: avoid; }
  .brief { font-size: 8.5pt; } .brief .cover dl { font-size: 8.5pt; gap: .2rem 1rem; } .brief h1 { margin: 0; } .brief h2 { margin: .6rem 0 .2rem; } .brief .verdict { padding: .4rem .8rem; margin-bottom: .4rem; } .brief .verdict .word { font-size: 1.2rem; } .brief li { margin: .15rem 0; } main:not(.brief) > .cover, body > .cover { break-after: page; }
  .cover { border: 0; padding: 0; } :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 9.5pt; } nav, .filter, .skip, .repeat, .copies, .none, button.copy, .evidence[data-check] { display: none; }
  .cause, .exchange { break-inside: auto; } .found, .rows tr, .checks tr, .latency tr, dl > * { break-inside: avoid; } pre.headers { display: none; }
  .list th, .list td { padding: .12rem .4rem; } .list { font-size: 8.2pt; line-height: 1.35; } pre { font-size: 7.5pt; line-height: 1.3; } h2, h3, h4, summary, .tags { break-after: avoid; } thead { display: table-header-group; }
  pre.long { max-height: 17rem; overflow: hidden; } a { color: inherit; text-decoration: none; } .pill, .verdict { print-color-adjust: exact; }
  .wide { overflow: visible; } .sources { font-size: 8pt; } summary { list-style: none; }
  .messages > div:not(:has(pre:not(.headers), p:not(.label))) { display: none; } }
@page { margin: 14mm 12mm; }
`;
