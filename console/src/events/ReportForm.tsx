import { Alert, App, Button, Form, Input, Radio, Select } from 'antd'
import { api, type S } from '../api/client'
import { fenOf } from '../parts/yuan'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Written {
  finding: S['EventFinding']
  zone?: string
  class?: string
  loss?: string
  note?: string
}

/** What the village found. Hardship gets the family its case. */
export function ReportForm({ event, view }: { event: number; view: S['EventHousehold'] }) {
  const words = useText(common)
  const own = useText(text)
  const { message } = App.useApp()
  const [form] = Form.useForm<Written>()
  const finding = Form.useWatch('finding', form)
  const types = api.useQuery('get', '/api/v1/events/types', {}, { staleTime: 60_000 })
  const report = api.useMutation('post', '/api/v1/events/{event}/households/{household}/reports', {
    onSuccess: () => void message.success(words.done),
  })
  const problem = types.error ?? report.error
  const send = (it: Written) =>
    report.mutate({
      params: { path: { event, household: view.household } },
      body: {
        version: view.version,
        action: {
          do: 'report',
          finding: it.finding,
          zone: it.zone,
          class: it.class,
          loss_fen: fenOf(it.loss),
          note: it.note,
        },
      },
    })
  const options = (items: S['EventWord'][] | undefined) =>
    (items ?? []).map(it => ({ value: it.code, label: it.zh, title: it.zh }))
  return (
    <section>
      <h2 className="section">{own.reportFor(view.householder)}</h2>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      <Form<Written>
        form={form}
        name="event-report"
        layout="vertical"
        className="event-form"
        onFinish={send}
        initialValues={{ zone: view.zone ?? undefined, class: view.class ?? undefined, loss: view.loss ?? undefined }}
      >
        <Form.Item
          name="finding"
          label={own.finding}
          className="wide"
          rules={[{ required: true, message: words.required(own.finding) }]}
          extra={finding === 'hardship' ? own.hardshipHelp : undefined}
        >
          <Radio.Group options={Object.entries(own.findings).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="zone" label={own.zone}>
          <Select allowClear options={options(types.data?.zones)} />
        </Form.Item>
        <Form.Item name="class" label={own.class}>
          <Select allowClear options={options(types.data?.classes)} />
        </Form.Item>
        <Form.Item
          name="loss"
          label={own.loss}
          rules={[
            {
              validator: (_, it: string | undefined) =>
                Number.isNaN(fenOf(it)) ? Promise.reject(new Error(words.required(own.loss))) : Promise.resolve(),
            },
          ]}
        >
          <Input inputMode="decimal" />
        </Form.Item>
        <Form.Item name="note" label={own.note} className="wide">
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={report.isPending}>
          {own.report}
        </Button>
      </Form>
    </section>
  )
}
