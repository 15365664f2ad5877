import { Alert, App, Form, Input, Modal } from 'antd'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { text } from './text'

interface CloseDialogProps {
  round: S['RoundView']
  onClose: () => void
}

interface Said {
  vetoes?: Record<string, string | undefined>
  note?: string
}

/** Closes a round to its grade, with what is found to hold. */
export function CloseDialog({ round, onClose }: CloseDialogProps) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Said>()
  const found = round.table.vetoes.filter(it => it.on && it.by_person)
  const close = api.useMutation('post', '/api/v1/assessments/{round}/close', {
    onSuccess: () => {
      message.success(own.closed)
      onClose()
    },
  })
  const send = (it: Said) => {
    const vetoes = Object.entries(it.vetoes ?? {}).flatMap(([veto, reason]) =>
      reason?.trim() ? [{ veto, reason }] : [],
    )
    close.mutate({
      params: { path: { round: round.round } },
      body: { version: round.version, vetoes, note: it.note },
    })
  }
  return (
    <Modal
      open
      title={own.close}
      okText={own.close}
      cancelText={words.cancel}
      confirmLoading={close.isPending}
      mask={{ closable: false }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{own.closeHint}</p>
      {close.error && <Alert type="error" showIcon className="assess-refused" title={close.error.detail} />}
      <Form<Said> name="close-round" form={form} layout="vertical" onFinish={send}>
        {found.length > 0 && <p>{own.vetoFound}</p>}
        {found.map(it => (
          <Form.Item key={it.veto} name={['vetoes', it.veto]} label={it[language]} extra={it.note}>
            <Input.TextArea autoSize />
          </Form.Item>
        ))}
        <Form.Item name="note" label={own.note}>
          <Input.TextArea autoSize />
        </Form.Item>
      </Form>
    </Modal>
  )
}
