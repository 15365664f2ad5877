import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { stepText } from './draftText'

type Step = S['DraftStep']

const from: Record<Step, string[]> = {
  submit: ['draft'],
  withdraw: ['draft', 'submitted', 'rejected'],
  approve: ['submitted'],
  reject: ['submitted'],
}

/** 提交, 撤回, 批准, 不批准: each is asked once more, with words for the others to read. That
 * nobody decides what they have written is the server's to say. */
export function DraftSteps({ draft, onReload }: { draft: S['PolicyDraftView']; onReload: () => void }) {
  const own = useText(stepText)
  const may = useMay()
  const [asked, ask] = useState<Step>()
  const allowed: Step[] = [
    ...(may('move_policy_draft') ? (['submit', 'withdraw'] as const) : []),
    ...(may('decide_policy_draft') ? (['approve', 'reject'] as const) : []),
  ]
  const possible = allowed.filter(it => from[it].includes(draft.state))
  return (
    <>
      {possible.map(it => (
        <Button key={it} type={it === 'submit' || it === 'approve' ? 'primary' : 'default'} onClick={() => ask(it)}>
          {own[it]}
        </Button>
      ))}
      {asked && <Ask key={asked} step={asked} draft={draft} onClose={() => ask(undefined)} onReload={onReload} />}
    </>
  )
}

function Ask({ step, draft, onClose, onReload }: { step: Step; draft: S['PolicyDraftView']; onClose: () => void; onReload: () => void }) {
  const words = useText(common)
  const own = useText(stepText)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ note?: string }>()
  const done = {
    onSuccess: () => {
      message.success(own.done[step])
      onClose()
    },
  }
  const move = api.useMutation('post', '/api/v1/policy/drafts/{draft}/steps', done)
  const decide = api.useMutation('post', '/api/v1/policy/drafts/{draft}/decision', done)
  const sending = step === 'approve' || step === 'reject' ? decide : move
  const send = ({ note }: { note?: string }) =>
    sending.mutate({ params: { path: { draft: draft.draft } }, body: { version: draft.version, step, note: note || null } })
  const asks: Record<Step, string> = {
    submit: own.submitAsk(draft.title),
    withdraw: own.withdrawAsk(draft.title),
    approve: own.approveAsk(draft.title, draft.effective_on),
    reject: own.rejectAsk(draft.title),
  }
  const problem = sending.error
  return (
    <Modal
      open
      title={own[step]}
      okText={own[step]}
      cancelText={words.cancel}
      onCancel={onClose}
      onOk={form.submit}
      confirmLoading={sending.isPending}
    >
      <p>{asks[step]}</p>
      {problem && (
        <Alert
          type="error"
          showIcon
          title={problem.detail}
          className="door-problem"
          action={
            problem.status === 409 && (
              <Button
                size="small"
                onClick={() => {
                  onReload()
                  onClose()
                }}
              >
                {own.reload}
              </Button>
            )
          }
        />
      )}
      <Form form={form} layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item
          name="note"
          label={own.note}
          rules={step === 'reject' ? [{ required: true, whitespace: true, message: own.noteNeeded }] : []}
        >
          <Input.TextArea rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
