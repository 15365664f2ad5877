import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { useSaid } from './said'
import { text } from './text'

interface RevealProps {
  ledger: S['LedgerView']
  record: S['RecordView']
  field: S['FieldView']
  /** What is shown while it is hidden. */
  masked: string
}

/** A personal value, hidden until somebody says why they need it; that goes into the audit. */
export function Reveal({ ledger, record, field, masked }: RevealProps) {
  const words = useText(common)
  const own = useText(text)
  const say = useSaid()
  const [isAsking, setIsAsking] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  const reveal = api.useMutation('post', '/api/v1/ledgers/{ledger}/records/{record}/reveal', {
    onSuccess: () => setIsAsking(false),
  })
  const title = own.revealTitle(say(field))
  return (
    <>
      <span className="number record-text">{reveal.data?.text ?? masked}</span>
      <Button
        type="link"
        size="small"
        className="no-print"
        aria-label={reveal.data ? `${own.hide} ${say(field)}` : title}
        onClick={() => (reveal.data ? reveal.reset() : setIsAsking(true))}
      >
        {reveal.data ? own.hide : own.reveal}
      </Button>
      {isAsking && (
        <Modal
          open
          title={title}
          okText={own.reveal}
          cancelText={words.cancel}
          confirmLoading={reveal.isPending}
          onCancel={() => setIsAsking(false)}
          onOk={() => form.submit()}
        >
          <p>{own.revealWhy}</p>
          {reveal.error && <Alert type="error" showIcon title={reveal.error.detail} />}
          <Form
            name="reveal-record"
            form={form}
            layout="vertical"
            onFinish={({ reason }) =>
              reveal.mutate({
                params: { path: { ledger: ledger.ledger, record: record.record } },
                body: { field: field.name, reason },
              })
            }
          >
            <Form.Item
              name="reason"
              label={own.revealReason}
              rules={[{ required: true, whitespace: true, message: words.required(own.revealReason) }]}
            >
              <Input autoComplete="off" autoFocus />
            </Form.Item>
          </Form>
        </Modal>
      )}
    </>
  )
}
