import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { SplitDialog } from './SplitDialog'
import { text } from './text'

/** 变更: what changes the household itself can be recorded here by those who may. */
export function Changes({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  const may = useMay()
  const [open, setOpen] = useState(false)
  const [done, setDone] = useState<S['HouseholdEventView']>()
  const canSplit = household.members.filter(it => !it.departed).length > 1
  return (
    <Flex vertical gap={10} align="start">
      <p className="household-why">{own.changesWhy}</p>
      {done && <Outcome done={done} />}
      {!canSplit && <p className="quiet household-why">{own.needTwo}</p>}
      {canSplit && may('record_household_event') && (
        <Button className="no-print" onClick={() => setOpen(true)}>
          {own.split}
        </Button>
      )}
      {open && (
        <SplitDialog
          household={household}
          onClose={() => setOpen(false)}
          onDone={it => {
            setDone(it)
            setOpen(false)
          }}
        />
      )}
    </Flex>
  )
}

function Outcome({ done }: { done: S['HouseholdEventView'] }) {
  const own = useText(text)
  return (
    <Alert
      type="success"
      showIcon
      title={own.splitDone}
      description={
        <Flex gap={16} wrap>
          <Link to="/households/$household" params={{ household: String(done.new_household) }}>
            {own.newHousehold}
          </Link>
          {done.case != null && (
            <Link to="/cases/$case" params={{ case: String(done.case) }}>
              {own.goesOn(done.case)}
            </Link>
          )}
          {done.opened != null && (
            <Link to="/cases/$case" params={{ case: String(done.opened) }}>
              {own.openedCase(done.opened)}
            </Link>
          )}
        </Flex>
      }
    />
  )
}
