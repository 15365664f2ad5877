import type { Tone } from '../parts/Mark'

/** How the states of a batch are marked. */
export const stateTones: Record<string, Tone> = { committed: 'good', rolled_back: 'plain', open: 'told' }
