// From what was filled in to what is sent.
import type { Dayjs } from 'dayjs'
import type { S } from '../api/client'
import type { Do } from './words'

/** Every field that the form of some action has. */
export interface Filled {
  on: Dayjs
  need?: string
  household?: number
  person?: number
  case?: number
  reason?: string
  to?: 'department' | 'region'
  department?: string
  region?: string
  receiver?: string
  what?: string
  text?: string
  satisfied?: boolean
  remark?: string
  appeal?: string
}

/** The action as it is sent. Fields that the form asks for are there: the form does not end without them. */
export function actionOf(word: Do, it: Filled): S['AppealAction'] {
  const reason = it.reason ?? ''
  switch (word) {
    case 'accept':
    case 'close':
    case 'open_case':
      return { do: word }
    case 'correct_need':
      return { do: word, need: it.need ?? '' }
    case 'identify':
      return { do: word, household: it.household ?? 0, person: it.person ?? null }
    case 'link_case':
      return { do: word, case: it.case ?? 0 }
    case 'assign':
      return it.to === 'region'
        ? { do: word, assignee: { to: 'region', region: it.region ?? '' } }
        : { do: word, assignee: { to: 'department', department: it.department?.trim() ?? '' } }
    case 'send_on':
      return { do: word, receiver: it.receiver ?? '', reason }
    case 'handle':
      return { do: word, what: it.what ?? '' }
    case 'answer':
      return { do: word, text: it.text ?? '' }
    case 'rate':
      return { do: word, satisfied: it.satisfied ?? false, remark: it.remark?.trim() || null }
    case 'join':
      return { do: word, appeal: it.appeal ?? '' }
    case 'explain_no_case':
    case 'return':
    case 'reopen':
    case 'separate':
    case 'withdraw':
      return { do: word, reason }
  }
}
