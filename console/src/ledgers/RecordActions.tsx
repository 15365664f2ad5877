import { Button, Card, Flex } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { ActOnRecord } from './ActOnRecord'
import { ChangeRecord } from './ChangeRecord'
import { useSaid } from './said'
import { text } from './text'
import { TurnRecord } from './TurnRecord'
import type { Open } from './useRecord'

type Doing = { what: 'change' } | { what: 'turn' } | { what: 'act'; action: S['ActionView'] }

/** What somebody may do with a record now. The first step on is the main one; what goes back, and asks
 * why, is not. */
export function RecordActions(open: Open) {
  const own = useText(text)
  const say = useSaid()
  const may = useMay()
  const staff = useStaff()
  const [doing, setDoing] = useState<Doing>()
  const { ledger, record } = open
  const isOpen = !record.voided && may('act_on_record')
  const acts = ledger.actions.filter(it => isOpen && it.may && it.from.includes(record.state))
  const main = acts.find(it => !it.reason) ?? acts[0]
  const keeps = ledger.may_keep
  const mayChange = keeps && !record.voided && may('change_record')
  const mayTurn = keeps && may(record.voided ? 'restore_record' : 'void_record')
  const isQuiet = acts.length === 0 && (isOpen ? ledger.actions.length > 0 : !mayChange && !mayTurn)
  const close = () => setDoing(undefined)
  return (
    <aside className="record-side no-print" aria-label={own.actions}>
      <Card>
        <h2 className="section">{own.actions}</h2>
        {staff.read_only ? (
          <p className="quiet record-note">{own.readOnly}</p>
        ) : (
          <Flex vertical gap={8}>
            {isQuiet && <p className="quiet record-note">{own.nothingToDo}</p>}
            {acts.map(it => (
              <Button
                key={it.name}
                block
                type={it === main ? 'primary' : 'default'}
                onClick={() => setDoing({ what: 'act', action: it })}
              >
                {say(it)}
              </Button>
            ))}
            {mayChange && (
              <Button block onClick={() => setDoing({ what: 'change' })}>
                {own.change}
              </Button>
            )}
            {mayTurn && (
              <Button block danger={!record.voided} onClick={() => setDoing({ what: 'turn' })}>
                {record.voided ? own.restore : own.void}
              </Button>
            )}
          </Flex>
        )}
      </Card>
      {doing?.what === 'change' && <ChangeRecord {...open} onClose={close} />}
      {doing?.what === 'turn' && <TurnRecord {...open} onClose={close} />}
      {doing?.what === 'act' && <ActOnRecord {...open} action={doing.action} onClose={close} />}
    </aside>
  )
}
