import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, DatePicker, Form, Input, Modal, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Filled {
  leaving: number[]
  head: number
  head_of_rest?: number
  risk_leaves: boolean
  police_book_no?: string
  on: Dayjs
}

interface SplitDialogProps {
  household: S['HouseholdView']
  onClose: () => void
  onDone: (it: S['HouseholdEventView']) => void
}

/** 分户: who leaves, who is head on each side, and where the risk is. It names the version of the
 * case that was seen, and asks once more before it is written. */
export function SplitDialog({ household, onClose, onDone }: SplitDialogProps) {
  const words = useText(common)
  const own = useText(text)
  const client = useQueryClient()
  const { modal } = App.useApp()
  const [form] = Form.useForm<Filled>()
  const leaving = Form.useWatch('leaving', form) ?? []
  const members = household.members.filter(it => !it.departed)
  const head = members.find(it => it.is_head)
  const newest = household.cases[0]?.case
  const seen = api.useQuery(
    'get',
    '/api/v1/cases/{case}',
    { params: { path: { case: newest ?? 0 } } },
    { enabled: newest != null },
  )
  const record = api.useMutation('post', '/api/v1/households/{household}/events', { onSuccess: onDone })
  const name = head?.name ?? household.household_no
  const isHeadLeaving = head != null && leaving.includes(head.person)
  const person = (it: S['MemberView']) => ({ value: it.person, label: it.name })
  const submit = (it: Filled) =>
    modal.confirm({
      title: own.splitAsk(name),
      onOk: () =>
        record
          .mutateAsync({
            params: { path: { household: household.household } },
            body: {
              event: 'household_split',
              leaving: it.leaving,
              head: it.head,
              head_of_rest: isHeadLeaving ? it.head_of_rest : null,
              risk_leaves: it.risk_leaves,
              police_book_no: it.police_book_no?.trim() || null,
              on: it.on.format('YYYY-MM-DD'),
              version: seen.data?.version ?? null,
            },
          })
          .catch(() => {}),
    })
  const again = () => {
    void client.invalidateQueries({ predicate: it => it.queryKey[0] === 'get' })
    onClose()
  }
  // Not `required`: a group of boxes may not say that of itself to a screen reader.
  const someone = {
    validator: (_: unknown, it?: number[]) => (it?.length ? Promise.resolve() : Promise.reject(words.required(own.leaving))),
  }
  const chosen = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <Modal
      open
      width={600}
      title={own.splitTitle(name)}
      okText={own.split}
      okButtonProps={{ disabled: newest != null && seen.isPending }}
      cancelText={words.cancel}
      confirmLoading={record.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {record.error && (
        <Alert
          type="error"
          showIcon
          title={record.error.detail}
          action={record.error.status === 409 && <Button onClick={again}>{own.stale}</Button>}
        />
      )}
      <Form<Filled>
        name="split"
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{ risk_leaves: false, on: dayjs() }}
      >
        <Form.Item name="leaving" label={own.leaving} rules={[someone]}>
          <Checkbox.Group options={members.map(person)} />
        </Form.Item>
        <Form.Item name="head" label={own.newHead} dependencies={['leaving']} rules={chosen(own.newHead)}>
          <Select options={members.filter(it => leaving.includes(it.person)).map(person)} />
        </Form.Item>
        {isHeadLeaving && (
          <Form.Item name="head_of_rest" label={own.restHead} rules={chosen(own.restHead)}>
            <Select options={members.filter(it => !leaving.includes(it.person)).map(person)} />
          </Form.Item>
        )}
        <Form.Item name="risk_leaves" label={own.riskSide} extra={own.riskHint}>
          <Radio.Group
            options={[
              { value: false, label: own.riskStays },
              { value: true, label: own.riskLeaves },
            ]}
          />
        </Form.Item>
        <Form.Item name="police_book_no" label={own.optional(own.bookNo)}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="on" label={own.onDay} rules={chosen(own.onDay)}>
          <DatePicker disabledDate={it => it.isAfter(dayjs(), 'day')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
