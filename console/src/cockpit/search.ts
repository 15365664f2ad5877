import type { FigureName } from './figures'

/** What the address of the cockpit says. */
export interface CockpitSearch {
  region?: string
  month?: string
  /** The figure that colours the tiles. */
  figure?: FigureName
  /** Dark and over the whole screen. */
  wall?: boolean
}
