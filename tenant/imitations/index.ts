import type { FaceName } from '../face.ts';
import { djangoLike } from './djangoLike.ts';
import type { Imitation } from './imitation.ts';

/** What a face does wrong as an endpoint does that people run; a face without it is sound. */
export const imitations: Readonly<Partial<Record<FaceName, Imitation>>> = { 'django-like': djangoLike };
