import { App, Form, Input, Modal } from 'antd'
import { api } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Refused } from './Refused'
import { text } from './text'
import type { Open } from './useRecord'

/** 作废 or 恢复: a record counts no more, or counts again; said once more with its name. */
export function TurnRecord({ ledger, record, reload, onClose }: Open & { onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason?: string }>()
  const word = record.voided ? own.restore : own.void
  const after = {
    onSuccess: () => {
      message.success(own.done(word))
      onClose()
    },
  }
  const toVoid = api.useMutation('post', '/api/v1/ledgers/{ledger}/records/{record}/void', after)
  const toRestore = api.useMutation('post', '/api/v1/ledgers/{ledger}/records/{record}/restore', after)
  const turn = record.voided ? toRestore : toVoid
  const again = () => {
    turn.reset()
    reload()
  }
  return (
    <Modal
      open
      title={record.voided ? own.restoreAsk(record.title) : own.voidAsk(record.title)}
      okText={word}
      okButtonProps={{ danger: !record.voided }}
      cancelText={words.cancel}
      confirmLoading={turn.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{record.voided ? own.restoreWhy : own.voidWhy}</p>
      <Form
        name="turn-record"
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          turn.mutate({
            params: { path: { ledger: ledger.ledger, record: record.record } },
            body: { version: record.version, reason },
          })
        }
      >
        <Refused problem={turn.error} shown={[]} reload={again} />
        <Form.Item name="reason" label={own.reason} required={!record.voided}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
