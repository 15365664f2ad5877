// One form for many cases that wait at the same step: an approval, or a notice that is over.
import { CheckOutlined } from '@ant-design/icons'
import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { kindOf } from './chain'
import type { CaseAction } from './course'
import { text as formText } from './forms/text'
import { marks } from './marks'
import { text } from './text'
import { actions } from './words'

type Todo = S['TodoRow']

interface BulkProps {
  /** The to-dos that are ticked. */
  chosen: Todo[]
  onDone: () => void
}

/** What one form could do at a step for many, if anything. */
export function useBulkAction(): (todo: Todo) => 'approve' | 'close_notice' | undefined {
  const staff = useStaff()
  const chains = api.useQuery(
    'get',
    '/api/v1/policy/chains',
    { params: { query: { region: staff.region } } },
    { staleTime: Infinity },
  )
  const steps = (chains.data ?? []).flatMap(it => it.steps)
  return todo => {
    if (kindOf(todo.step) === 'village_notice') return 'close_notice'
    const isApproval = kindOf(todo.step) === 'approval'
    return isApproval && steps.some(it => it.step === todo.step && !it.decides) ? 'approve' : undefined
  }
}

export function Bulk({ chosen, onDone }: BulkProps) {
  const own = useText(text)
  const may = useMay()
  const actionOf = useBulkAction()
  const [open, setOpen] = useState(false)
  const [first] = chosen
  const action = first && actionOf(first)
  const same = chosen.every(it => it.step === first?.step)
  if (!may('act_on_cases')) return null
  return (
    <>
      <Button icon={<CheckOutlined />} disabled={!action || !same} onClick={() => setOpen(true)}>
        {first && action === 'approve' ? own.bulkApprove(first.step_zh) : own.bulkClose}
      </Button>
      {open && action && (
        <BulkDialog
          chosen={chosen}
          action={action}
          onClose={() => setOpen(false)}
          onDone={onDone}
        />
      )}
    </>
  )
}

interface BulkDialogProps extends BulkProps {
  action: 'approve' | 'close_notice'
  onClose: () => void
}

function BulkDialog({ chosen, action, onClose, onDone }: BulkDialogProps) {
  const own = useText(text)
  const words = useText(formText)
  const actionWords = useText(actions)
  const mark = useText(marks)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ opinion?: string }>()
  // The to-dos are read again once some are done: what was asked about stays.
  const [asked] = useState(chosen)
  const act = api.useMutation('post', '/api/v1/cases/actions', {
    onSuccess: done => {
      const refused = done.filter(it => !it.done)
      message.success(own.bulkDone(done.length - refused.length))
      onDone()
      if (refused.length === 0) onClose()
    },
  })
  const send = ({ opinion = '' }: { opinion?: string }) => {
    const what = (step: string): CaseAction =>
      action === 'approve' ? { do: 'approve', step, opinion } : { do: 'close_notice', step }
    act.mutate({ body: asked.map(it => ({ case: it.case, version: it.version, action: what(it.step) })) })
  }
  const refused = (act.data ?? []).filter(it => !it.done)
  const householder = (number: number) => asked.find(it => it.case === number)?.householder
  return (
    <Modal
      open
      title={actionWords[action]}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={actionWords[action]}
      okButtonProps={{ disabled: !!act.data }}
      confirmLoading={act.isPending}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" onFinish={send}>
        <p>{own.bulkAsk(asked.length)}</p>
        <p className="bulk-names">{asked.map(it => it.householder).join(mark.and)}</p>
        {action === 'approve' && (
          <Form.Item name="opinion" label={own.bulkOpinion} rules={[{ required: true }]}>
            <Input.TextArea rows={3} />
          </Form.Item>
        )}
        {action === 'close_notice' && <p className="quiet">{words.closeHint}</p>}
      </Form>
      {act.error && <Alert type="error" showIcon title={act.error.detail} />}
      {refused.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={own.bulkRefused(refused.length)}
          description={refused.map(it => (
            <div key={it.case}>
              {householder(it.case)}
              {mark.colon}
              {it.detail}
            </div>
          ))}
        />
      )}
    </Modal>
  )
}
