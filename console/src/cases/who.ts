import { api, type S } from '../api/client'
import { useStaff } from '../session/session'
import { useLanguage, useText } from '../text/text'
import { entryOf } from './course'
import type { Chain } from './chain'
import { text } from './text'

/** The words of a role. */
export function useRole(): (role: string) => string {
  const { language } = useLanguage()
  const roles = api.useQuery('get', '/api/v1/roles', {}, { staleTime: Infinity })
  return role => {
    const found = roles.data?.find(it => it.role === role)
    return found ? (language === 'zh' ? found.zh : found.en) : ''
  }
}

/** Who did something: oneself by name, others by the role of the step they did. The interface does
 * not name accounts. */
export function useWho(): (row: S['HistoryView'], chain: Chain | undefined) => string {
  const own = useText(text)
  const staff = useStaff()
  const role = useRole()
  return (row, chain) => {
    if (row.actor === `account:${staff.account}`) return own.me(staff.name)
    const { action } = entryOf(row)
    const step = 'step' in action ? chain?.steps.find(it => it.name === action.step) : undefined
    return (step && role(step.role)) || own.somebody
  }
}
