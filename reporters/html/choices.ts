import { choiceTopics, findChoice } from '../../config/choices/choices.ts';
import type { Report } from '../model.ts';
import { count } from '../words.ts';
import { anchor, html, type Markup } from './escape.ts';

/** Alike choices of one kind: what they are about, and which they are. */
interface Line {
  says: string;
  value: string;
  varies: string[];
  checks: string[];
}

/** Choices that the specifications leave open, as this endpoint makes them: by topic, those alike in one line. */
export function choicesSection({ observations }: Report): Markup | false {
  if (observations.length === 0) return false;
  const topics = new Map(choiceTopics().map((topic) => [topic, new Map<string, Line>()]));
  for (const { check, key, value } of observations) {
    const { topic, says, varies } = findChoice(key);
    const lines = topics.get(topic);
    const line = lines?.get(`${says}\n${value}`) ?? { says, value, varies: [], checks: [] };
    lines?.set(`${says}\n${value}`, line);
    if (varies !== '' && !line.varies.includes(varies)) line.varies.push(varies);
    if (!line.checks.includes(check)) line.checks.push(check);
  }
  const shown = [...topics].filter(([, lines]) => lines.size > 0);
  return html`<section id="observations"><h2>Choices <span class="quiet">${count(observations.length, 'choice')} that the specifications leave open, as this endpoint makes them</span></h2>
${shown.map(
  ([topic, lines]) =>
    html`<details class="group"><summary><h3>${topic}</h3> <span class="quiet">${[...lines.values()].length}</span></summary>
<ul class="choices">${[...lines.values()].map(choiceLine)}</ul></details>`,
)}</section>`;
}

function choiceLine({ says, value, varies, checks }: Line): Markup {
  return html`<li>${says}: <b>${value}</b>${varies.length > 0 && html` <span class="quiet">(${varies.join(', ')})</span>`}
${checks.map((check) => html`<a class="row" href="#${anchor('check', check)}">${check}</a> `)}</li>`;
}
