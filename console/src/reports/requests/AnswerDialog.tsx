import { App, Form, Input, Modal, Select } from 'antd'
import { api, type S } from '../../api/client'
import { chinaTime } from '../../parts/time'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { text } from '../text'

interface AnswerDialogProps {
  request: S['NumberRequestView'] | undefined
  onClose: () => void
}

/** How a request was answered, and with which printing. */
export function AnswerDialog({ request, onClose }: AnswerDialogProps) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [form] = Form.useForm<S['AnswerIn']>()
  const prints = api.useQuery('get', '/api/v1/report-prints', {}, { enabled: !!request })
  const answer = api.useMutation('post', '/api/v1/number-requests/{request}/answer', {
    onSuccess: () => {
      message.success(words.done)
      onClose()
    },
    onError: problem => void message.error(problem.detail),
  })
  const send = (body: S['AnswerIn']) => request && answer.mutate({ params: { path: { request: request.request } }, body })
  return (
    <Modal
      open={!!request}
      title={own.answer}
      okText={words.confirm}
      cancelText={words.cancel}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={answer.isPending}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" onFinish={send} preserve={false}>
        <Form.Item name="answer" label={own.answerTitle} extra={own.answerHelp} rules={[{ required: true }]}>
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
        <Form.Item name="print" label={own.printHanded}>
          <Select
            allowClear
            loading={prints.isFetching}
            notFoundContent={prints.error?.detail}
            options={(prints.data ?? []).map(it => ({ value: it.print, label: `${it.title} ${chinaTime(it.printed_at)}` }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
