import { Button } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { useSaid } from './said'
import { text } from './text'

interface StateTabsProps {
  ledger: S['LedgerView']
  counts: S['RecordCount'][] | undefined
  state: string | undefined
  onState: (state: string | undefined) => void
}

/** The states of a ledger, each with how many records are in it. A ledger with one state has no tabs. */
export function StateTabs({ ledger, counts, state, onState }: StateTabsProps) {
  const own = useText(text)
  const say = useSaid()
  if (ledger.states.length < 2) return null
  const tab = (name: string | undefined, label: string, records: number) => (
    <Button
      key={name ?? ''}
      type={name === state ? 'primary' : 'text'}
      aria-current={name === state ? 'page' : undefined}
      onClick={() => onState(name)}
    >
      {label} <span className="number">{records}</span>
    </Button>
  )
  const of = (name: string) => counts?.find(it => it.state === name)?.records ?? 0
  return (
    <nav aria-label={own.states} className="ledger-tabs">
      {tab(undefined, own.allStates, (counts ?? []).reduce((sum, it) => sum + it.records, 0))}
      {ledger.states.map(it => tab(it.name, say(it), of(it.name)))}
    </nav>
  )
}
