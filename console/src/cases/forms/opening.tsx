// How a case begins, and how it ends before there is anything to review.
import { Form, Input, Select } from 'antd'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { dismissals, signers } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { ChoiceItem, DayField, MembersItem, optionsOf } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** 派发, also to somebody else. */
export function Dispatch(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ to: string }>
      of={of}
      word="dispatch"
      initial={{ to: of.view.village }}
      toAction={it => ({ do: 'dispatch', ...it })}
    >
      <Form.Item name="to" label={own.to} extra={own.toHint} rules={required}>
        <Input />
      </Form.Item>
    </ActForm>
  )
}

/** 并入线索: one visit answers all. */
export function JoinClue(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ clue: string }> of={of} word="join_clue" toAction={it => ({ do: 'join_clue', clue: it.clue.trim() })}>
      <Form.Item name="clue" label={own.clue} extra={own.clueHint} rules={required}>
        <Input className="number" />
      </Form.Item>
    </ActForm>
  )
}

/** 先行帮扶: help now, the procedure follows. */
export function HelpFirst(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ what: string; reason: string }> of={of} word="help_first" toAction={it => ({ do: 'help_first', ...it })}>
      <Form.Item name="what" label={own.given} rules={required}>
        <Input.TextArea rows={2} />
      </Form.Item>
      <Form.Item name="reason" label={own.urgent} rules={required}>
        <Input.TextArea rows={2} />
      </Form.Item>
    </ActForm>
  )
}

interface Letter {
  signed_on: string
  valid_until: string
  signed_by: 'signature' | 'thumbprint' | 'electronic' | 'agent'
  covers: number[]
}

/** 签承诺授权书, for the members it covers. */
export function Authorize(of: ActProps) {
  const own = useText(text)
  const signerWords = useText(signers)
  return (
    <ActForm<Letter>
      of={of}
      word="authorize"
      initial={{ covers: of.members.map(it => it.person) }}
      toAction={letter => ({ do: 'authorize', letter })}
    >
      <MembersItem name="covers" label={own.covers} extra={own.coversHint} members={of.members} />
      <ChoiceItem name="signed_by" label={own.signedBy} options={optionsOf(signerWords)} />
      <Form.Item name="signed_on" label={own.signedOn} rules={required}>
        <DayField past />
      </Form.Item>
      <Form.Item name="valid_until" label={own.validUntil} rules={required}>
        <DayField />
      </Form.Item>
    </ActForm>
  )
}

interface Dismissal {
  reason: keyof (typeof dismissals)['zh']
  text: string
}

/** 排除, with a reason; the case is kept. */
export function Dismiss(of: ActProps) {
  const own = useText(text)
  const dismissalWords = useText(dismissals)
  return (
    <ActForm<Dismissal> of={of} word="dismiss" toAction={it => ({ do: 'dismiss', ...it })} asks>
      <Form.Item name="reason" label={own.dismissal} rules={required}>
        <Select options={optionsOf(dismissalWords)} />
      </Form.Item>
      <Form.Item name="text" label={own.dismissalText} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

/** 再次标注风险: the whole procedure begins again. */
export function Reopen(of: ActProps) {
  const own = useText(text)
  const words = useText(common)
  return (
    <ActForm<{ clues: string[]; reason: string }>
      of={of}
      word="reopen"
      initial={{ clues: [] }}
      toAction={it => ({ do: 'reopen', ...it })}
      asks
    >
      <Form.Item name="clues" label={own.reopenClues} extra={own.clueHint}>
        <Select
          mode="tags"
          placeholder={words.none}
          options={of.view.clue_list.map(it => ({ value: it.clue, label: it.clue }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={own.reopenReason} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}
