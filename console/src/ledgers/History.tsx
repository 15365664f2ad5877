import { Alert, Card, Skeleton, Timeline } from 'antd'
import { api, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { chinaTime } from '../parts/time'
import { useText } from '../text/text'
import { useSaid } from './said'
import { text } from './text'
import { grouped, isAmount } from './unit'

interface HistoryProps {
  ledger: S['LedgerView']
  record: S['RecordView']
}

/** What was done with a record, the last first: when, who, what changed, and why. */
export function History({ ledger, record }: HistoryProps) {
  const own = useText(text)
  const found = api.useQuery('get', '/api/v1/ledgers/{ledger}/records/{record}/history', {
    params: { path: { ledger: ledger.ledger, record: record.record } },
  })
  const rows = [...(found.data ?? [])].reverse()
  return (
    <Card>
      <h2 className="section">{own.history}</h2>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data?.length === 0 && <p className="quiet">{own.noHistory}</p>}
      <Timeline
        className="record-history"
        items={rows.map((row, at) => ({
          key: row.version,
          content: <Step ledger={ledger} row={row} before={rows[at + 1]} />,
        }))}
      />
    </Card>
  )
}

interface StepProps {
  ledger: S['LedgerView']
  row: S['RecordChange']
  before: S['RecordChange'] | undefined
}

function Step({ ledger, row, before }: StepProps) {
  const own = useText(text)
  const say = useSaid()
  const actionName = useActionName(ledger)
  const state = ledger.states.find(it => it.name === row.state)
  const at = chinaTime(row.at)
  const isOtherDay = !at.startsWith(row.day)
  return (
    <>
      <div className="record-step">
        <strong>{actionName(row.action)}</strong>
        <span className="quiet number">{at}</span>
        <span className="quiet">{row.who}</span>
        {isOtherDay && <span className="quiet number">{own.counted(row.day)}</span>}
        {state && state.name !== before?.state && ledger.states.length > 1 && <Mark tone="told">{say(state)}</Mark>}
      </div>
      {row.file && <p className="record-reason">{own.file(row.file)}</p>}
      {row.reason && (
        <p className="record-reason">
          {own.reason}：{row.reason}
        </p>
      )}
      {row.fields.length > 0 && (
        <ul className="record-changes">
          {row.fields.map(it => (
            <Changed key={it.field} ledger={ledger} changed={it} />
          ))}
        </ul>
      )}
    </>
  )
}

/** Types whose values are keys: the history does not know their names. */
const keyed = ['household', 'person', 'link', 'region']

function Changed({ ledger, changed }: { ledger: S['LedgerView']; changed: S['ChangedField'] }) {
  const own = useText(text)
  const say = useSaid()
  const field = ledger.fields.find(it => it.name === changed.field)
  if (!field) return null
  const value = (it: string) => (it === '' ? own.blank : isAmount(field) ? grouped(it) : it)
  const what = keyed.includes(field.type) ? own.other : own.arrow(value(changed.was), value(changed.became))
  return (
    <li>
      <span className="quiet">{say(field)}</span> {what}
    </li>
  )
}

/** The words of what was done. */
function useActionName(ledger: S['LedgerView']): (action: string) => string {
  const own = useText(text)
  const say = useSaid()
  const always: Record<string, string> = {
    record: own.record,
    import: own.import,
    change: own.changed,
    void: own.void,
    restore: own.restore,
    attach: own.attach,
    detach: own.detach,
  }
  return action => {
    const known = ledger.actions.find(it => it.name === action)
    return known ? say(known) : (always[action] ?? own.changed)
  }
}
