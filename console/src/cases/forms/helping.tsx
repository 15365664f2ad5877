// While a household is helped: who answers for it, what is given, whether it works.
import { Flex, Form, Input } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { outcomes, points, questions, type EffectQuestion } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { CauseField } from './CausesField'
import { ChoiceItem, DayField, optionsOf } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** Name, unit and first day of whoever answers for a household. */
export function OfficerFields() {
  const own = useText(text)
  return (
    <>
      <Flex gap={16} wrap>
        <Form.Item name="name" label={own.officerName} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="unit" label={own.officerUnit} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
      </Flex>
      <Form.Item name="from" label={own.officerFrom} rules={required}>
        <DayField />
      </Form.Item>
    </>
  )
}

/** 定帮扶责任人. */
export function AssignOfficer(of: ActProps) {
  return (
    <ActForm<S['AssistanceOfficer']>
      of={of}
      word="assign_officer"
      toAction={officer => ({ do: 'assign_officer', officer })}
    >
      <OfficerFields />
    </ActForm>
  )
}

/** 落实措施. */
export function DeliverMeasure(of: ActProps) {
  const own = useText(text)
  const { measures } = of.course
  const open = measures.find(it => !it.delivered?.length)?.number
  return (
    <ActForm<{ number: number; what: string }>
      of={of}
      word="deliver_measure"
      initial={{ number: open }}
      toAction={it => ({ do: 'deliver_measure', ...it })}
    >
      <ChoiceItem
        name="number"
        label={own.measureNumber}
        vertical
        options={measures.map(it => ({ value: it.number, label: `${it.number}. ${it.what}` }))}
      />
      <Form.Item name="what" label={own.deliveredWhat} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

/** 补录风险, or the details of one the national record lacked. */
export function AddCause(of: ActProps) {
  const pointed = of.view.clue_list.flatMap(it => it.new_risks as S['Risk'][])[0]
  return (
    <ActForm<{ cause: S['RiskCause'] }>
      of={of}
      word="add_cause"
      initial={pointed && { cause: { risk: pointed } }}
      toAction={it => ({ do: 'add_cause', ...it })}
    >
      <CauseField path={['cause']} />
    </ActForm>
  )
}

/** The fields of an effect review, for one household and for a meeting about many. */
export function EffectFields() {
  const own = useText(text)
  const outcomeWords = useText(outcomes)
  const pointWords = useText(points)
  const questionWords = useText(questions)
  return (
    <>
      <ChoiceItem name="outcome" label={own.outcome} vertical options={optionsOf(outcomeWords)} />
      <div className="field-pairs">
        {(Object.keys(questionWords) as EffectQuestion[]).map(it => (
          <ChoiceItem key={it} name={it} label={questionWords[it]} options={optionsOf(pointWords)} optional />
        ))}
      </div>
      <Form.Item name="opinion" label={own.effectOpinion} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </>
  )
}

/** 登记成效评议. */
export function ReviewEffect(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<S['EffectReview']> of={of} word="review_effect" toAction={review => ({ do: 'review_effect', review })}>
      <Form.Item name="on" label={own.effectOn} rules={required}>
        <DayField past />
      </Form.Item>
      <EffectFields />
    </ActForm>
  )
}

/** 登记回访. */
export function FollowUp(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ summary: string }> of={of} word="follow_up" toAction={it => ({ do: 'follow_up', ...it })}>
      <Form.Item name="summary" label={own.followUp} rules={required}>
        <Input.TextArea rows={4} />
      </Form.Item>
    </ActForm>
  )
}
