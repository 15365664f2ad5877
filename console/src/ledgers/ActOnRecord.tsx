import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { DayField } from '../cases/forms/fields'
import { useText } from '../text/text'
import { FormDrawer } from './FormDrawer'
import { RecordForm } from './RecordForm'
import { useSaid } from './said'
import { text } from './text'
import type { Open } from './useRecord'

interface ActOnRecordProps extends Open {
  action: S['ActionView']
  onClose: () => void
}

/** Does one action: it asks for exactly the fields the action names, why where it asks for that, and
 * the day. */
export function ActOnRecord({ ledger, record, action, reload, onClose }: ActOnRecordProps) {
  const own = useText(text)
  const say = useSaid()
  const { message } = App.useApp()
  const [was] = useState(record.values)
  const act = api.useMutation('post', '/api/v1/ledgers/{ledger}/records/{record}/actions', {
    onSuccess: () => {
      message.success(own.done(say(action)))
      onClose()
    },
  })
  const again = () => {
    act.reset()
    reload()
  }
  return (
    <FormDrawer
      title={own.actTitle(say(action), record.title)}
      form="act-on-record"
      button={say(action)}
      isPending={act.isPending}
      onClose={onClose}
    >
      <RecordForm
        id="act-on-record"
        ledger={ledger}
        names={[...new Set([...action.needs, ...action.fills])]}
        needed={action.needs}
        was={was}
        hasLeft={record.state !== ledger.states[0]?.name}
        problem={act.error}
        reload={again}
        onSend={(values, { reason, on }) =>
          act.mutate({
            params: { path: { ledger: ledger.ledger, record: record.record } },
            body: { version: record.version, action: action.name, values, reason, on },
          })
        }
        last={
          <>
            {action.reason && (
              <Form.Item name="reason" label={own.reason} required>
                <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
              </Form.Item>
            )}
            <Form.Item name="on" label={own.on} extra={own.onHint}>
              <DayField placeholder={own.today} past />
            </Form.Item>
          </>
        }
      />
    </FormDrawer>
  )
}
