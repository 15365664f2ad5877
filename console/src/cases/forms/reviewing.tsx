// 民主评议 and what follows a notice.
import { Flex, Form, Input, InputNumber } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { NoticeClock } from '../NoticeClock'
import { useToday } from '../today'
import { ActForm, type ActProps } from './ActForm'
import { ChoiceItem, DayField, YesNoItem } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** 登记民主评议: how many votes it takes is the meeting's own rule. */
export function HoldReview(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<S['DemocraticReview']>
      of={of}
      word="hold_review"
      toAction={review => ({ do: 'hold_review', step: of.step?.name ?? '', review })}
    >
      <Form.Item name="on" label={own.meetingOn} rules={required}>
        <DayField past />
      </Form.Item>
      <Flex gap={16} wrap>
        {(['present', 'agree', 'disagree'] as const).map(it => (
          <Form.Item key={it} name={it} label={own[it]} rules={required}>
            <InputNumber min={0} precision={0} suffix={own.persons} />
          </Form.Item>
        ))}
      </Flex>
      <YesNoItem name="passed" label={own.passed} yes={own.passedYes} no={own.passedNo} />
      <Form.Item name="minutes" label={own.minutes}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

/** 提出异议, while the notice hangs. */
export function LodgeObjection(of: ActProps) {
  const own = useText(text)
  const today = useToday()
  return (
    <ActForm<{ text: string }> of={of} word="lodge_objection" toAction={it => ({ do: 'lodge_objection', ...it })}>
      {of.course.notice && <NoticeClock until={of.course.notice.until} today={today} />}
      <Form.Item name="text" label={own.objection} rules={required} className="after-note">
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

interface Answer {
  number: number
  answer: string
  upheld: boolean
}

/** 答复异议. */
export function AnswerObjection(of: ActProps) {
  const own = useText(text)
  const objections = of.course.notice?.objections ?? []
  const open = objections.findIndex(it => !it.answer) + 1 || undefined
  return (
    <ActForm<Answer>
      of={of}
      word="answer_objection"
      initial={{ number: open }}
      toAction={it => ({ do: 'answer_objection', ...it })}
    >
      <ChoiceItem
        name="number"
        label={own.objectionNumber}
        vertical
        options={objections.map((it, at) => ({ value: at + 1, label: `${at + 1}. ${it.text}（${it.on}）` }))}
      />
      <Form.Item name="answer" label={own.answer} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
      <YesNoItem name="upheld" label={own.upheld} yes={own.upheldYes} no={own.upheldNo} />
    </ActForm>
  )
}

/** 公示届满. */
export function CloseNotice(of: ActProps) {
  const own = useText(text)
  const today = useToday()
  return (
    <ActForm<object> of={of} word="close_notice" toAction={() => ({ do: 'close_notice', step: of.step?.name ?? '' })}>
      {of.course.notice && <NoticeClock until={of.course.notice.until} today={today} />}
      <p className="quiet">{own.closeHint}</p>
    </ActForm>
  )
}
