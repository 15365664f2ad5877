import type { Tone } from '../parts/Mark'

/** How the levels of checks are marked; their words come from the server or from `text.ts`. */
export const levelTones: Record<string, Tone> = { must: 'bad', fill: 'care', verify: 'told', hint: 'plain' }
