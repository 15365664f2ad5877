import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface HiddenValueProps {
  member: S['MemberView']
  field: S['HiddenField']
  /** What is shown while it is hidden. */
  masked: string
}

/** A number that is hidden until somebody says why they need it; that goes into the audit chain. */
export function HiddenValue({ member, field, masked }: HiddenValueProps) {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  const reveal = api.useMutation('post', '/api/v1/persons/{person}/reveal', { onSuccess: () => setAsking(false) })
  const what = field === 'phone' ? own.phone : own.idNumber
  const title = own.revealTitle(what, member.name)
  return (
    <>
      {reveal.data?.value ?? masked}
      {may('reveal_person') && (
        <Button
          type="link"
          size="small"
          className="no-print"
          aria-label={reveal.data ? `${own.hide} ${what}` : title}
          onClick={() => (reveal.data ? reveal.reset() : setAsking(true))}
        >
          {reveal.data ? own.hide : own.reveal}
        </Button>
      )}
      {asking && (
        <Modal
          open
          title={title}
          okText={own.reveal}
          cancelText={words.cancel}
          confirmLoading={reveal.isPending}
          onCancel={() => setAsking(false)}
          onOk={() => form.submit()}
        >
          <p>{own.revealWhy}</p>
          {reveal.error && <Alert type="error" showIcon title={reveal.error.detail} />}
          <Form
            name="reveal"
            form={form}
            layout="vertical"
            onFinish={({ reason }) =>
              reveal.mutate({ params: { path: { person: member.person } }, body: { field, reason } })
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
