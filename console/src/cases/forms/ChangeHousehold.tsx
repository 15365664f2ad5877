import { App, Form, Radio, Select } from 'antd'
import { useState } from 'react'
import type { S } from '../../api/client'
import { SplitDialog } from '../../households/SplitDialog'
import { useText } from '../../text/text'
import { events, type HouseholdEventWord } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { OtherHousehold } from './OtherHousehold'
import { memberOption, optionsOf } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** Events that are about one member. */
type OfMember = Extract<S['HouseholdEvent'], { person_id: number }>['event']

const ofMember: HouseholdEventWord[] = ['birth', 'death', 'move_in', 'move_out', 'head_change'] satisfies OfMember[]

interface Changed {
  event: HouseholdEventWord
  person_id?: number
  into_household_id?: number
}

/** 家庭变化. A split changes the register too and has a dialog of its own. */
export function ChangeHousehold(of: ActProps) {
  const own = useText(text)
  const eventWords = useText(events)
  const { message } = App.useApp()
  const [event, setEvent] = useState<HouseholdEventWord>()
  const split = (it: S['HouseholdEventView']) => {
    message.success(it.opened == null ? own.splitDoneOnly : own.splitDone(it.opened))
    of.onDone()
  }
  return (
    <>
      <Form layout="vertical" component={false}>
        <Form.Item label={own.event} required>
          <Radio.Group
            aria-label={own.event}
            value={event}
            onChange={it => setEvent(it.target.value as HouseholdEventWord)}
            options={optionsOf(eventWords)}
            className="choices"
          />
        </Form.Item>
      </Form>
      {event === 'household_split' && of.household && (
        <SplitDialog household={of.household} onClose={() => setEvent(undefined)} onDone={split} />
      )}
      {event && event !== 'household_split' && <OtherChange key={event} of={of} event={event} />}
    </>
  )
}

function OtherChange({ of, event }: { of: ActProps; event: HouseholdEventWord }) {
  const own = useText(text)
  return (
    <ActForm<Changed>
      of={of}
      word="change_household"
      toAction={it => ({ do: 'change_household', change: { ...it, event } as S['HouseholdEvent'] })}
      asks
    >
      {ofMember.includes(event) && (
        <Form.Item name="person_id" label={event === 'head_change' ? own.newHead : own.person} rules={required}>
          <Select options={of.members.map(memberOption)} />
        </Form.Item>
      )}
      {event === 'household_merge' && (
        <Form.Item name="into_household_id" label={own.mergeInto} extra={own.mergeHint} rules={required}>
          <OtherHousehold not={of.view.household} />
        </Form.Item>
      )}
    </ActForm>
  )
}
