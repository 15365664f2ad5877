import { Alert, App, DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../api/client'
import { FormDrawer } from '../ledgers/FormDrawer'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { text } from './text'

/** What is wrong: a consequence to be carried out, or a problem somebody writes. */
export interface Wrong {
  consequence?: S['ConsequenceView']
}

interface FindingDrawerProps {
  round: S['RoundView']
  wrong: Wrong
  onClose: () => void
}

interface Written {
  item?: string
  problem: string
  task: string
  owner_unit: string
  owner_post?: string
  due_on: Dayjs
}

/** Lists a problem with its task: what, by whom, by when. */
export function FindingDrawer({ round, wrong, onClose }: FindingDrawerProps) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Written>()
  const { consequence } = wrong
  const find = api.useMutation('post', '/api/v1/assessments/{round}/findings', {
    onSuccess: () => {
      message.success(own.added)
      onClose()
    },
  })
  const items = round.table.parts.flatMap(it => it.items)
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <FormDrawer
      title={consequence ? consequence[language] : own.addFinding}
      form="finding"
      button={words.save}
      isPending={find.isPending}
      onClose={onClose}
    >
      {find.error && <Alert type="error" showIcon className="assess-refused" title={find.error.detail} />}
      <Form<Written>
        name="finding"
        form={form}
        layout="vertical"
        initialValues={{
          task: consequence?.zh,
          due_on: consequence?.due_on ? dayjs(consequence.due_on) : undefined,
        }}
        onFinish={it =>
          find.mutate({
            params: { path: { round: round.round } },
            body: { ...it, consequence: consequence?.consequence, due_on: it.due_on.format('YYYY-MM-DD') },
          })
        }
      >
        {!consequence && (
          <Form.Item name="item" label={own.ofItem}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              options={items.map(it => ({ value: it.item, label: it[language] }))}
            />
          </Form.Item>
        )}
        <Form.Item name="problem" label={own.problem} rules={rules(own.problem)}>
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item name="task" label={own.task} rules={rules(own.task)}>
          <Input />
        </Form.Item>
        <Form.Item name="owner_unit" label={own.owner} rules={rules(own.owner)}>
          <Input />
        </Form.Item>
        <Form.Item name="owner_post" label={own.post}>
          <Input />
        </Form.Item>
        <Form.Item name="due_on" label={own.due} rules={rules(own.due)}>
          <DatePicker />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
