import { Alert, App, Form, Modal, Select } from 'antd'
import { api, type S } from '../api/client'
import { RegionField } from '../parts/RegionField'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface AssignDialogProps {
  round: S['RoundView']
  onClose: () => void
}

/** Gives the households that nobody has to an assessor, by township or village. */
export function AssignDialog({ round, onClose }: AssignDialogProps) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ assessor: string; region?: string }>()
  const assign = api.useMutation('post', '/api/v1/assessments/{round}/assignments', {
    onSuccess: it => {
      message.success(own.assigned(it.households))
      onClose()
    },
  })
  return (
    <Modal
      open
      title={own.assign}
      okText={words.confirm}
      cancelText={words.cancel}
      confirmLoading={assign.isPending}
      okButtonProps={{ disabled: round.assessors.length === 0 }}
      mask={{ closable: false }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{own.assignHint(round.unassigned)}</p>
      {round.assessors.length === 0 && <Alert type="warning" showIcon className="assess-refused" title={own.noAssessors} />}
      {assign.error && <Alert type="error" showIcon className="assess-refused" title={assign.error.detail} />}
      <Form
        name="assign"
        form={form}
        layout="vertical"
        onFinish={(it: { assessor: string; region?: string }) =>
          assign.mutate({
            params: { path: { round: round.round } },
            body: { version: round.version, assessor: it.assessor, region: it.region },
          })
        }
      >
        <Form.Item name="assessor" label={own.assessor} rules={[{ required: true, message: words.required(own.assessor) }]}>
          <Select
            options={round.assessors.map(it => ({ value: it.login, label: `${it.name}（${own.given(it.given)}）` }))}
          />
        </Form.Item>
        <Form.Item name="region" label={words.region}>
          <RegionField id="assign_region" levels={['township', 'village']} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
