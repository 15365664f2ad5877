import { Alert, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '../api/client'
import { FormDrawer } from '../ledgers/FormDrawer'
import { RegionField } from '../parts/RegionField'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Written {
  region: string
  task: string
  owner_unit: string
  owner_post?: string
  due_on: Dayjs
}

/** Opens a help task: a record of the ledger of tasks with an owner and a day. */
export function NewTask({ event, onClose }: { event: number; onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const staff = useStaff()
  const open = api.useMutation('post', '/api/v1/events/{event}/tasks', { onSuccess: onClose })
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  const send = (it: Written) =>
    open.mutate({ params: { path: { event } }, body: { ...it, due_on: it.due_on.format('YYYY-MM-DD') } })
  return (
    <FormDrawer title={own.newTask} form="event-task" button={own.newTask} isPending={open.isPending} onClose={onClose}>
      {open.error && <Alert type="error" showIcon title={open.error.detail} />}
      <Form<Written>
        id="event-task"
        name="event-task"
        layout="vertical"
        onFinish={send}
        initialValues={{ region: staff.region, due_on: dayjs().add(1, 'month') }}
      >
        <Form.Item name="task" label={own.task} rules={rules(own.task)}>
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
        <Form.Item name="region" label={own.taskRegion} rules={rules(own.taskRegion)}>
          <RegionField />
        </Form.Item>
        <Form.Item name="owner_unit" label={own.ownerUnit} rules={rules(own.ownerUnit)}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="owner_post" label={own.ownerPost} extra={own.postHelp}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="due_on" label={own.dueOn} rules={rules(own.dueOn)}>
          <DatePicker />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
