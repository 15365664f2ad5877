import { api, type S } from '../../api/client'
import { officeOf } from '../../parts/regions'
import { useStaff } from '../../session/session'
import { common } from '../../text/common'
import { lastDayOf, quartersOf, type Filled } from '../period'

const name = 'income_account.quarterly'

/** The quarters of an account that can be entered by themselves: none where the region does not
 * collect by quarter. */
export function useQuarters(account: S['IncomeAccountView']): Filled[] {
  const staff = useStaff()
  const found = api.useQuery(
    'get',
    '/api/v1/policy/parameters',
    { params: { query: { region: officeOf(staff.region), on: lastDayOf(account.period) } } },
    { staleTime: 300_000 },
  )
  // A figure of policy comes as it is written in Chinese.
  const collects = found.data?.find(it => it.name === name)?.value_zh === common.zh.yes
  return collects ? quartersOf({ last: account.period, months: account.months }) : []
}
