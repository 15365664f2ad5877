import { App } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useText } from '../text/text'
import { FormDrawer } from './FormDrawer'
import { RecordForm } from './RecordForm'
import { text } from './text'
import type { Open } from './useRecord'

/** Changes fields of a record. Only what was changed here is sent, also when somebody else was first
 * and the record was read again. */
export function ChangeRecord({ ledger, record, reload, onClose }: Open & { onClose: () => void }) {
  const own = useText(text)
  const { message } = App.useApp()
  const [was] = useState(record.values)
  const change = api.useMutation('patch', '/api/v1/ledgers/{ledger}/records/{record}', {
    onSuccess: () => {
      message.success(own.done(own.change))
      onClose()
    },
  })
  const send = (values: S['ChangeBody']['values']) => {
    if (Object.keys(values).length === 0) {
      message.info(own.nothingChanged)
      return
    }
    change.mutate({
      params: { path: { ledger: ledger.ledger, record: record.record } },
      body: { version: record.version, values },
    })
  }
  const again = () => {
    change.reset()
    reload()
  }
  return (
    <FormDrawer
      title={own.changeTitle(record.title)}
      form="change-record"
      button={own.save}
      isPending={change.isPending}
      onClose={onClose}
    >
      <RecordForm
        id="change-record"
        ledger={ledger}
        names={ledger.fields.map(it => it.name)}
        needed={ledger.fields.filter(it => it.required).map(it => it.name)}
        was={was}
        hasLeft={record.state !== ledger.states[0]?.name}
        problem={change.error}
        reload={again}
        onSend={send}
      />
    </FormDrawer>
  )
}
