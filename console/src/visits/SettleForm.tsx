import { App, Alert, Button, Flex, Form } from 'antd'
import { api, type S } from '../api/client'
import { ChoiceItem } from '../cases/forms/fields'
import { chinaTime } from '../parts/time'
import { common } from '../text/common'
import { useText } from '../text/text'
import { fieldsOf, same, type FieldName, type Fields, type Kind } from '../visit/fields'
import { useValueWords } from '../visit/form/Answers'
import { inWords } from '../visit/form/inWords'
import { fieldNames } from '../visit/words'
import { FieldInput } from './FieldInput'
import { text } from './text'

interface SettleFormProps {
  visit: S['VisitView']
  kind: Kind
  householder: string
  reload: () => void
  onRecorded: () => void
}

/** Which of two values holds. */
type Side = 'was' | 'became' | 'other'

type Values = Fields & { sides?: Partial<Record<FieldName, Side>> }

/** Chooses between what two telephones say, corrects the rest, and records the visit. */
export function SettleForm({ visit, kind, householder, reload, onRecorded }: SettleFormProps) {
  const own = useText(text)
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<Values>()
  const sides = Form.useWatch('sides', form) ?? {}
  const settle = api.useMutation('post', '/api/v1/visits/{visit}/settle', {
    onSuccess: done => {
      if (done.state !== 'recorded') return void message.warning(own.stillRefused(done.problem ?? '—'), 8)
      message.success(own.recorded(householder))
      onRecorded()
    },
  })
  const disputed = new Map(visit.conflicts.map(it => [it.field as FieldName, it]))
  const rest = fieldsOf[kind].filter(it => !disputed.has(it))
  const submit = (values: Values) =>
    modal.confirm({
      title: own.ask(householder),
      content: own.askWhy,
      onOk: () =>
        settle
          .mutateAsync({
            params: { path: { visit: visit.visit } },
            body: { version: visit.version, fields: decided(visit, kind, values) as Record<string, never> },
          })
          .catch(() => {}),
    })
  return (
    <Form form={form} layout="vertical" initialValues={visit.fields} onFinish={submit}>
      {disputed.size > 0 && <h2 className="section">{own.differs}</h2>}
      {[...disputed].map(([name, it]) => (
        <Dispute key={name} name={name} conflict={it} other={sides[name] === 'other'} />
      ))}
      <h2 className="section">{disputed.size > 0 ? own.rest : own.all}</h2>
      <p className="quiet">{own.restHint}</p>
      {rest.map(it => (
        <FieldInput key={it} name={it} />
      ))}
      {settle.error && <Refusal problem={settle.error} reload={reload} />}
      <Flex justify="flex-end">
        <Button type="primary" htmlType="submit" loading={settle.isPending}>
          {own.submit}
        </Button>
      </Flex>
    </Form>
  )
}

/** A field with two values, or a third. */
function Dispute({ name, conflict, other }: { name: FieldName; conflict: S['VisitConflict']; other: boolean }) {
  const own = useText(text)
  const names = useText(fieldNames)
  const words = useValueWords()
  const told = (value: unknown) => inWords(name, value as Fields[FieldName], words)
  return (
    <div className="dispute">
      <ChoiceItem<Side>
        name={['sides', name]}
        label={names[name]}
        extra={own.arrived(chinaTime(conflict.at))}
        options={[
          { value: 'was', label: own.first(told(conflict.was)) },
          { value: 'became', label: own.later(told(conflict.became)) },
          { value: 'other', label: own.other },
        ]}
        vertical
      />
      {other && <FieldInput name={name} />}
    </div>
  )
}

/** Why it was not settled. What was chosen stays on the page. */
function Refusal({ problem, reload }: { problem: S['Problem']; reload: () => void }) {
  const own = useText(text)
  const words = useText(common)
  return (
    <Alert
      type="error"
      showIcon
      title={problem.detail || words.failed}
      action={problem.status === 409 && <Button onClick={reload}>{own.reload}</Button>}
      className="settle-problem"
    />
  )
}

/** The fields as they shall be, where that is otherwise than they stand. */
function decided(visit: S['VisitView'], kind: Kind, values: Values): Fields {
  const stand: Fields = visit.fields
  const entered = fieldsOf[kind].map((name): [FieldName, unknown] => {
    const conflict = visit.conflicts.find(it => it.field === name)
    const side = values.sides?.[name]
    return [name, conflict && side && side !== 'other' ? conflict[side] : (values[name] ?? null)]
  })
  return Object.fromEntries(entered.filter(([name, value]) => !same(stand[name], value)))
}
