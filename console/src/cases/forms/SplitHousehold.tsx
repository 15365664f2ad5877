import { App, Button, Form, Input, Select } from 'antd'
import { api, type S } from '../../api/client'
import { useText } from '../../text/text'
import { events } from '../words'
import { Refusal, type ActProps } from './ActForm'
import { DayField, MembersItem, memberOption, YesNoItem } from './fields'
import { text } from './text'

const required = [{ required: true }]

type Split = Omit<S['SplitIn'], 'version'>

/** 分户: register and case change together, and the other part gets a case of its own. */
export function SplitHousehold({ of }: { of: ActProps }) {
  const own = useText(text)
  const eventWords = useText(events)
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<Split>()
  const leaving = Form.useWatch('leaving', form) ?? []
  const { view, members } = of
  const record = api.useMutation('post', '/api/v1/households/{household}/events', {
    onSuccess: it => {
      message.success(it.opened == null ? own.splitDoneOnly : own.splitDone(it.opened))
      of.onDone()
    },
  })
  const submit = (it: Split) =>
    modal.confirm({
      title: own.ask(eventWords.household_split, view.householder),
      content: own.askWhy,
      onOk: () =>
        record.mutate({
          params: { path: { household: view.household } },
          body: { event: 'household_split', ...it, version: view.version },
        }),
    })
  const leaves = members.filter(it => leaving.includes(it.person))
  const stays = members.filter(it => !leaving.includes(it.person))
  return (
    <Form<Split> form={form} layout="vertical" onFinish={submit}>
      <MembersItem name="leaving" label={own.leaving} members={members} />
      <Form.Item name="head" label={own.splitHead} rules={required}>
        <Select options={leaves.map(memberOption)} />
      </Form.Item>
      {leaves.some(it => it.is_head) && (
        <Form.Item name="head_of_rest" label={own.splitHeadOfRest} extra={own.splitHeadOfRestHint} rules={required}>
          <Select options={stays.map(memberOption)} />
        </Form.Item>
      )}
      <YesNoItem name="risk_leaves" label={own.risk} yes={own.riskLeaves} no={own.riskStays} />
      <Form.Item name="police_book_no" label={own.book} extra={own.bookHint}>
        <Input />
      </Form.Item>
      <Form.Item name="on" label={own.on} extra={own.onHint}>
        <DayField placeholder={own.today} past />
      </Form.Item>
      <Refusal problem={record.error} reload={of.reload} />
      <Button type="primary" htmlType="submit" loading={record.isPending}>
        {eventWords.household_split}
      </Button>
    </Form>
  )
}
