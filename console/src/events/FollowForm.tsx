import { Alert, App, Button, Form, Input, Radio } from 'antd'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Written {
  recovery: S['EventRecovery']
  note: string
}

/** One round of following a household. */
export function FollowForm({ event, view }: { event: number; view: S['EventHousehold'] }) {
  const words = useText(common)
  const own = useText(text)
  const { message } = App.useApp()
  const [form] = Form.useForm<Written>()
  const follow = api.useMutation('post', '/api/v1/events/{event}/households/{household}/reports', {
    onSuccess: () => {
      form.resetFields()
      message.success(words.done)
    },
  })
  const send = (it: Written) =>
    follow.mutate({
      params: { path: { event, household: view.household } },
      body: { version: view.version, action: { do: 'follow_up', recovery: it.recovery, note: it.note } },
    })
  const rules = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  return (
    <section>
      <h2 className="section">{own.followFor(view.householder)}</h2>
      {follow.error && <Alert type="error" showIcon title={follow.error.detail} />}
      <Form<Written> form={form} name="event-follow" layout="vertical" onFinish={send}>
        <Form.Item name="recovery" label={own.recovery} rules={rules(own.recovery)}>
          <Radio.Group options={Object.entries(own.recoveries).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="note" label={own.note} rules={rules(own.note)}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={follow.isPending}>
          {own.followUp}
        </Button>
      </Form>
    </section>
  )
}
