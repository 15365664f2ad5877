import dayjs from 'dayjs'
import { useAddress } from '../frame/address'
import { officeOf } from '../parts/regions'
import { useStaff } from '../session/session'
import type { PolicySearch } from './search'

/** Whose policy is looked at, and on which day: the own county's today, unless the address says
 * otherwise. */
export function usePlace(): { region: string; on: string } {
  const staff = useStaff()
  const [search] = useAddress<PolicySearch>()
  return { region: search.region ?? officeOf(staff.region), on: search.on ?? dayjs().format('YYYY-MM-DD') }
}
