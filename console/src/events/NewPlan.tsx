import { Alert, DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '../api/client'
import { FormDrawer } from '../ledgers/FormDrawer'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Written {
  plan: number
  level?: string
  activated_on: Dayjs
  decided_by: string
}

/** Activates a plan of the ledger of plans for an event. */
export function NewPlan({ event, onClose }: { event: number; onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const path = { ledger: 'plan_activations', field: 'plan' }
  const plans = api.useQuery('get', '/api/v1/ledgers/{ledger}/fields/{field}/choices', { params: { path } })
  const activate = api.useMutation('post', '/api/v1/events/{event}/plans', { onSuccess: onClose })
  const problem = plans.error ?? activate.error
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  const send = (it: Written) =>
    activate.mutate({
      params: { path: { event } },
      body: { ...it, activated_on: it.activated_on.format('YYYY-MM-DD') },
    })
  return (
    <FormDrawer title={own.activate} form="event-plan" button={own.activate} isPending={activate.isPending} onClose={onClose}>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {problem?.refusals?.map(it => <Alert key={it.must ?? it.code} type="error" title={it.zh} />)}
      <Form<Written> id="event-plan" name="event-plan" layout="vertical" onFinish={send} initialValues={{ activated_on: dayjs() }}>
        <Form.Item name="plan" label={own.plan} extra={own.planHelp} rules={rules(own.plan)}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(plans.data ?? []).map(it => ({ value: it.record, label: it.title, title: it.title }))}
          />
        </Form.Item>
        <Form.Item name="level" label={own.level}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="activated_on" label={own.activatedOn} rules={rules(own.activatedOn)}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="decided_by" label={own.decidedBy} rules={rules(own.decidedBy)}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
