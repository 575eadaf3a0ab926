import type { Profile } from '../../../config/profile.ts';
import type { Settings } from '../../../config/settings/settings.ts';
import type { Catalogue } from '../../../kit/check/catalogue.ts';
import type { CatalogueEntry, Check } from '../../../kit/check/check.ts';
import type { Exchange } from '../../../kit/evidence/exchange.ts';
import { type Rehearsal, rehearse } from '../../../runner/rehearse.ts';
import { present } from '../../../schemas/present.ts';
import { type FaceName, faces, startTenant } from '../../../tenant/index.ts';
import { toolFacts } from '../../open/tool.ts';

export interface SentRequest {
  step?: string;
  method: string;
  path: string;
  body?: string;
  /** HTTP status, or the code of the failure. */
  status: number | string;
}

/** What a check sends, at most as many requests as a reader follows. */
export interface Requests {
  /** The face of the embedded tenant on which the check has something to judge. */
  face: FaceName;
  sent: SentRequest[];
  /** How many further requests are not shown. */
  more: number;
}

const SHOWN = 20;
const LONGEST_BODY = 600;

/** The requests of a check, by running it against the embedded tenant; none of a rule, which sends nothing. */
export async function rehearseRequests(
  entry: CatalogueEntry,
  catalogue: Catalogue,
  settings: Settings,
  profile: Profile,
): Promise<Requests | undefined> {
  if (entry.kind === 'rule') return undefined;
  let first: Requests | undefined;
  for (const face of Object.keys(faces) as FaceName[]) {
    const { outcome, exchanges } = await on(face, entry, catalogue, settings, profile);
    const requests: Requests = {
      face,
      sent: exchanges.slice(0, SHOWN).map(sentRequest),
      more: Math.max(0, exchanges.length - SHOWN),
    };
    if (outcome.status !== 'not-applicable') return requests;
    first ??= requests;
  }
  return first;
}

async function on(
  face: FaceName,
  check: Check,
  catalogue: Catalogue,
  settings: Settings,
  profile: Profile,
): Promise<Rehearsal> {
  const tenant = await startTenant({ face });
  try {
    return await rehearse(check, catalogue, {
      // The tenant is thrown away: whatever a check does on request only, it may do here.
      settings: { ...settings, patienceMs: 0, optIn: ['load', 'destructive', 'slow', 'all-types'] },
      profile,
      endpoint: { url: tenant.url, entraFlags: [], token: tenant.token, ...present({ ca: tenant.ca }) },
      toolVersion: toolFacts().version,
    });
  } finally {
    await tenant.close();
  }
}

function sentRequest({ step, method, path, request, response, failure }: Exchange): SentRequest {
  const { body } = request;
  return {
    ...present({ step }),
    method,
    path,
    ...(body !== undefined && {
      body:
        body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY)}... (${body.length} characters)` : body,
    }),
    status: response?.status ?? failure?.code ?? 'no answer',
  };
}
