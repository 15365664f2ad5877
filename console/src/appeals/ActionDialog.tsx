import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, DatePicker, Form, Modal } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { actionOf, type Filled } from './action'
import { ActionFields } from './ActionFields'
import { text } from './text'
import { appealActions, type Do } from './words'

interface ActionDialogProps {
  word: Do
  appeal: S['AppealView']
  onClose: () => void
}

/** The form of one action. It names the applicant, keeps what was filled in when the server refuses,
 * and offers to load again when somebody else was first. */
export function ActionDialog({ word, appeal, onClose }: ActionDialogProps) {
  const words = useText(common)
  const own = useText(text)
  const actions = useText(appealActions)
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Filled>()
  const act = api.useMutation('post', '/api/v1/appeals/{appeal}/actions', {
    onSuccess: () => {
      message.success(words.done)
      onClose()
    },
  })
  const submit = (it: Filled) =>
    act.mutate({
      params: { path: { appeal: appeal.appeal } },
      body: { version: appeal.version, on: it.on.format('YYYY-MM-DD'), action: actionOf(word, it) },
    })
  const again = () => {
    void client.invalidateQueries({ queryKey: ['get', '/api/v1/appeals/{appeal}'] })
    onClose()
  }
  const needsHousehold = (word === 'open_case' || word === 'link_case') && appeal.household == null
  return (
    <Modal
      open
      onCancel={onClose}
      title={own.dialog(actions[word], appeal.name)}
      okText={actions[word]}
      okButtonProps={{ disabled: needsHousehold, danger: word === 'withdraw' }}
      cancelText={words.cancel}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      width={600}
    >
      {act.error && (
        <Alert
          type="error"
          showIcon
          title={act.error.detail}
          className="appeals-problem"
          action={
            act.error.status === 409 && (
              <Button size="small" onClick={again}>
                {own.stale}
              </Button>
            )
          }
        />
      )}
      <Form<Filled>
        name="action"
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{
          on: dayjs(),
          to: 'department',
          department: appeal.department,
          text: appeal.suggested_answer ?? undefined,
        }}
      >
        <ActionFields word={word} appeal={appeal} />
        <Form.Item name="on" label={own.onDay} rules={[{ required: true, message: words.required(own.onDay) }]}>
          <DatePicker disabledDate={it => it.isAfter(dayjs(), 'day')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
