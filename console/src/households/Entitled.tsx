import type { S } from '../api/client'
import { HouseholdBenefits } from '../benefits/HouseholdBenefits'

/** 待遇: what the household and its members are entitled to. */
export function Entitled({ household }: { household: S['HouseholdView'] }) {
  return <HouseholdBenefits household={household.household} />
}
