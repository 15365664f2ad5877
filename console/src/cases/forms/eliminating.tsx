// 风险消除: begun with the household's consent, marked, given up, undone.
import { Form, Input } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { modes, signers } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { ChoiceItem, DayField, optionsOf } from './fields'
import { OfficerFields } from './helping'
import { text } from './text'

const required = [{ required: true }]

interface Beginning {
  mode: S['EliminationMode']
  consent: S['HouseholdConsent']
}

/** 启动风险消除: the household has been told and has agreed. */
export function BeginElimination(of: ActProps) {
  const own = useText(text)
  const modeWords = useText(modes)
  const signerWords = useText(signers)
  return (
    <ActForm<Beginning>
      of={of}
      word="begin_elimination"
      toAction={it => ({ do: 'begin_elimination', ...it })}
      asks
    >
      <ChoiceItem name="mode" label={own.mode} options={optionsOf(modeWords)} />
      <fieldset className="fields">
        <legend>{own.consentTitle}</legend>
        <Form.Item name={['consent', 'on']} label={own.consentOn} rules={required}>
          <DayField past />
        </Form.Item>
        <ChoiceItem name={['consent', 'signed_by']} label={own.consentBy} options={optionsOf(signerWords)} />
        <Form.Item name={['consent', 'helper']} label={own.consentHelper} extra={own.consentHelperHint}>
          <Input />
        </Form.Item>
      </fieldset>
    </ActForm>
  )
}

/** 标注风险消除, with whoever keeps in touch afterwards. */
export function Eliminate(of: ActProps) {
  const own = useText(text)
  const { officer } = of.course
  return (
    <ActForm<S['AssistanceOfficer']>
      of={of}
      word="eliminate"
      initial={officer && { name: officer.name, unit: officer.unit }}
      toAction={contact => ({ do: 'eliminate', step: of.step?.name ?? '', contact })}
      asks
    >
      <p className="quiet">{own.contactHint}</p>
      <OfficerFields />
    </ActForm>
  )
}

/** 继续帮扶: the elimination is given up. */
export function KeepAssisting(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ reason: string }> of={of} word="keep_assisting" toAction={it => ({ do: 'keep_assisting', ...it })} asks>
      <Form.Item name="reason" label={own.keepReason} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

/** 回退风险消除: it was not solid, the mark is undone. */
export function RollBack(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ reason: string }> of={of} word="roll_back" toAction={it => ({ do: 'roll_back', ...it })} asks>
      <Form.Item name="reason" label={own.rollBackReason} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}
