// 审核、退回、认定.
import { Form, Input } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { monitoringTypes } from '../../text/words'
import { ActForm, type ActProps } from './ActForm'
import { CausesField } from './CausesField'
import { ChoiceItem, optionsOf } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** 审核通过, at a step that does not decide. */
export function Approve(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ opinion: string }>
      of={of}
      word="approve"
      toAction={it => ({ do: 'approve', step: of.step?.name ?? '', ...it })}
    >
      <Form.Item name="opinion" label={own.opinion} rules={required}>
        <Input.TextArea rows={4} />
      </Form.Item>
    </ActForm>
  )
}

/** 退回 to a step that is done, with a reason. */
export function Return(of: ActProps) {
  const own = useText(text)
  const done = (of.course.chain?.steps ?? []).filter(it => of.course.done.has(it.name))
  return (
    <ActForm<{ to_step: string; reason: string }> of={of} word="return" toAction={it => ({ do: 'return', ...it })}>
      <ChoiceItem
        name="to_step"
        label={own.backTo}
        extra={own.backHint}
        vertical
        options={done.map(it => ({ value: it.name, label: it.zh }))}
      />
      <Form.Item name="reason" label={own.returnReason} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

interface Identification {
  monitoring_type: S['MonitoringType']
  causes: S['RiskCause'][]
  reason?: string
}

/** 认定监测对象. What the visit found stands there to begin with. */
export function Identify(of: ActProps) {
  const own = useText(text)
  const typeWords = useText(monitoringTypes)
  const found = of.course.visit?.causes ?? []
  const known = new Set(found.map(it => it.risk))
  // A risk a clue points to is there to be looked at, where the visit has not named it.
  const pointed = of.view.clue_list.flatMap(it => it.new_risks as S['Risk'][]).filter(it => !known.has(it))
  const causes = [...found, ...[...new Set(pointed)].map(risk => ({ risk }))]
  return (
    <ActForm<Identification>
      of={of}
      word="identify"
      initial={{ causes: causes.slice(0, of.course.terms?.most_causes) }}
      toAction={it => ({ do: 'identify', step: of.step?.name ?? '', ...it })}
      asks
    >
      <ChoiceItem name="monitoring_type" label={own.type} vertical options={optionsOf(typeWords)} />
      <CausesField most={of.course.terms?.most_causes} required />
      <Form.Item name="reason" label={own.beside} extra={own.besideHint}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}
