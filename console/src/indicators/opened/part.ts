import { counted, yuan } from '../../parts/figures'

/** A part of a number in the unit it is stored in: sums of money in 分, the rest as they are. */
export function part(value: number | null | undefined, unit: string): string {
  return unit === 'yuan' ? yuan(value) : counted(value)
}

/** The lower part: what money is divided by counts something. */
export const below = counted
