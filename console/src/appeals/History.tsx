import { Card, Timeline } from 'antd'
import type { ReactNode } from 'react'
import type { S } from '../api/client'
import { useStaff } from '../session/session'
import { useText } from '../text/text'
import { word } from '../text/words'
import { RegionName } from '../parts/RegionName'
import { text } from './text'
import { appealActions } from './words'

/** What was done with an appeal: when, what, and in which words. */
export function History({ rows }: { rows: S['AppealHistoryView'][] }) {
  const own = useText(text)
  const words = useText(appealActions)
  const staff = useStaff()
  const who = (actor: string) => {
    if (actor === `account:${staff.account}`) return own.me
    return actor === 'cli' ? own.byCommand : undefined
  }
  return (
    <Card>
      <h2 className="section">{own.history}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{own.noHistory}</p>
      ) : (
        <Timeline
          items={rows.map(row => ({
            key: row.number,
            content: (
              <>
                <strong>{word(words, row.action)}</strong>{' '}
                <span className="quiet number">
                  {row.day} {who(row.actor)}
                </span>
                <Told entry={row.entry} />
              </>
            ),
          }))}
        />
      )}
    </Card>
  )
}

/** What an action says besides its name. */
function Told({ entry }: { entry: unknown }) {
  const own = useText(text)
  const action = (entry as { action?: S['AppealAction'] } | null)?.action
  const line = action && told(action, own)
  return line ? <div className="appeal-answer">{line}</div> : null
}

type Own = ReturnType<typeof useText<typeof text.zh>>

function rated(rating: string, remark: string | null | undefined, own: Own): string {
  return remark ? own.pair(rating, remark) : rating
}

function told(action: S['AppealAction'], own: Own): ReactNode {
  switch (action.do) {
    case 'identify':
      return own.toldHousehold
    case 'open_case':
      return action.case == null ? undefined : own.toldCase(action.case)
    case 'link_case':
      return own.toldCase(action.case)
    case 'assign':
      return action.assignee.to === 'department' ? (
        action.assignee.department
      ) : (
        <RegionName code={action.assignee.region} />
      )
    case 'send_on':
      return own.toldSent(action.receiver, action.reason)
    case 'handle':
      return action.what
    case 'answer':
      return action.text
    case 'rate':
      return rated(action.satisfied ? own.satisfied : own.unsatisfied, action.remark, own)
    case 'explain_no_case':
    case 'return':
    case 'reopen':
    case 'separate':
    case 'withdraw':
      return action.reason
    default:
      return undefined
  }
}
