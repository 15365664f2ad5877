import { Alert, DatePicker, Form, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import dayjs from 'dayjs'
import { useState } from 'react'
import { download, type Problem } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Wanted {
  channel: string
  days: [Dayjs, Dayjs]
}

interface FeedbackDialogProps {
  open: boolean
  onClose: () => void
  channels: { value: string; label: string }[]
}

/** Asks for a channel and a period, and downloads what goes back to the system the appeals came from. */
export function FeedbackDialog({ open, onClose, channels }: FeedbackDialogProps) {
  const words = useText(common)
  const own = useText(text)
  const [form] = Form.useForm<Wanted>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const submit = async ({ channel, days }: Wanted) => {
    setBusy(true)
    const query = new URLSearchParams({ channel, from: days[0].format('YYYY-MM-DD'), to: days[1].format('YYYY-MM-DD') })
    const refused = await download(`/api/v1/appeals/feedback?${query}`)
    setBusy(false)
    setProblem(refused)
    if (!refused) onClose()
  }
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={own.feedback}
      okText={own.download}
      cancelText={words.cancel}
      confirmLoading={busy}
      onOk={() => form.submit()}
    >
      <p>{own.feedbackWhy}</p>
      {problem && <Alert type="error" showIcon title={problem.detail} className="appeals-problem" />}
      <Form
        name="feedback"
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{ days: [dayjs().startOf('month'), dayjs()] }}
      >
        <Form.Item name="channel" label={own.channel} rules={[{ required: true, message: words.required(own.channel) }]}>
          <Select options={channels} />
        </Form.Item>
        <Form.Item name="days" label={own.period} rules={[{ required: true, message: words.required(own.period) }]}>
          <DatePicker.RangePicker disabledDate={it => it.isAfter(dayjs(), 'day')} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
