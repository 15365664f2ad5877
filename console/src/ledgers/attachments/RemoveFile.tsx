import { Alert, App, Form, Input, Modal } from 'antd'
import { api, type S } from '../../api/client'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { text } from './text'

interface RemoveFileProps {
  path: { ledger: string; record: number }
  file: S['AttachmentView']
  onClose: () => void
}

/** Takes a file away from a record, for a reason. */
export function RemoveFile({ path, file, onClose }: RemoveFileProps) {
  const words = useText(common)
  const own = useText(text)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason?: string }>()
  const remove = api.useMutation(
    'post',
    '/api/v1/ledgers/{ledger}/records/{record}/attachments/{attachment}/remove',
    {
      onSuccess: () => {
        message.success(own.removed(file.name))
        onClose()
      },
    },
  )
  const send = ({ reason }: { reason?: string }) =>
    remove.mutate({
      params: { path: { ...path, attachment: file.attachment } },
      body: { reason: reason ?? '' },
    })
  return (
    <Modal
      open
      title={own.removeAsk(file.name)}
      okText={own.remove}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={words.cancel}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{own.removeWhy}</p>
      <Form form={form} layout="vertical" onFinish={send}>
        {remove.error && <Alert type="error" showIcon className="record-refused" title={remove.error.detail} />}
        <Form.Item name="reason" label={own.reason} required>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
