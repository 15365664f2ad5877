import { Alert, App, Form, Input } from 'antd'
import { api } from '../../api/client'
import { DayField } from '../../cases/forms/fields'
import { FormDrawer } from '../../ledgers/FormDrawer'
import { useSaid } from '../../ledgers/said'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import type { Story } from './Target'
import { text } from './text'

interface Filled {
  task?: string
  owner_unit: string
  owner_post?: string
  with_units?: string
  due_on: string
}

/** Opens a task for a target: which unit brings it up to the plan, and by which day. */
export function OpenTask({ story, onClose }: { story: Story; onClose: () => void }) {
  const own = useText(text)
  const words = useText(common)
  const say = useSaid()
  const { message } = App.useApp()
  const { region, month, target } = story
  const open = api.useMutation('post', '/api/v1/targets/{target}/tasks', {
    onSuccess: () => {
      message.success(own.opened)
      onClose()
    },
  })
  const rules = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  return (
    <FormDrawer
      title={own.openTaskTitle(say(target))}
      form="open-task"
      button={own.openTask}
      isPending={open.isPending}
      onClose={onClose}
    >
      {open.error && <Alert type="error" showIcon className="target-refused" title={open.error.detail} />}
      <Form<Filled>
        name="open-task"
        layout="vertical"
        onFinish={it =>
          open.mutate({ params: { path: { target: target.target } }, body: { ...it, region, month } })
        }
      >
        <Form.Item name="task" label={own.task} extra={own.taskHint}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="owner_unit" label={own.owner} rules={rules(own.owner)}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="owner_post" label={own.post} extra={own.postHint}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="with_units" label={own.partners}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="due_on" label={own.day} rules={[{ required: true, message: words.required(own.day) }]}>
          <DayField />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
