import { Button, Card, Flex } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { ActionDialog } from './ActionDialog'
import { text } from './text'
import { appealActions, groupOf, type Do } from './words'

/** What can be done with an appeal now, as the server says; each action opens its own form. */
export function Actions({ appeal }: { appeal: S['AppealView'] }) {
  const own = useText(text)
  const words = useText(appealActions)
  const may = useMay()
  const [open, setOpen] = useState<Do>()
  const known = (Object.keys(words) as Do[]).filter(it => appeal.actions.includes(it))
  const groups = [
    { key: 'work', title: own.workGroup },
    { key: 'know', title: own.knowGroup },
    { key: 'away', title: own.awayGroup },
  ] as const
  const first = known.find(it => groupOf[it] === 'work')
  return (
    <Card>
      <h2 className="section">{own.actions}</h2>
      {!may('act_on_appeal') && <p className="quiet">{own.readOnly}</p>}
      {may('act_on_appeal') && known.length === 0 && <p className="quiet">{own.noActions}</p>}
      {may('act_on_appeal') &&
        groups
          .map(it => ({ ...it, actions: known.filter(action => groupOf[action] === it.key) }))
          .filter(it => it.actions.length > 0)
          .map(it => (
            <div key={it.key} className="appeal-group">
              <h3>{it.title}</h3>
              <Flex wrap gap={8}>
                {it.actions.map(action => (
                  <Button key={action} type={action === first ? 'primary' : 'default'} onClick={() => setOpen(action)}>
                    {words[action]}
                  </Button>
                ))}
              </Flex>
            </div>
          ))}
      {open && <ActionDialog key={open} word={open} appeal={appeal} onClose={() => setOpen(undefined)} />}
    </Card>
  )
}
