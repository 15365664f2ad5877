import type { S } from '../api/client'

/** What the address of the comparison says. */
export interface BenefitSearch {
  region?: string
  month?: string
  /** The benefit and the difference whose rows are listed. */
  benefit?: string
  finding?: S['BenefitFinding']
}
