import type { Tone } from '../parts/Mark'

/** How a round stands. */
export const stateTones: Record<string, Tone> = { open: 'told', closed: 'good', voided: 'plain' }

/** How a household of a sample stands. */
export const rowTones: Record<string, Tone> = { spare: 'plain', waiting: 'care', done: 'good', not_met: 'bad' }

/** How a task stands. */
export const taskTones: Record<string, Tone> = {
  open: 'care',
  working: 'told',
  reported: 'told',
  closed: 'good',
  cancelled: 'plain',
}

/** Whether something is points of at most so many, with two digits. */
export function isScore(written: string, most: string): boolean {
  return /^\d+(\.\d{1,2})?$/.test(written.trim()) && Number(written) <= Number(most)
}
