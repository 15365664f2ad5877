// What is found at home, and what it comes to.
import { Flex, Form, Input, InputNumber } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { findings } from '../../text/words'
import { guarantees } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { CausesField } from './CausesField'
import { ChoiceItem, DayField, MoneyField, optionsOf, YesNoItem } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** 登记入户核查. What only elimination asks for is asked in an elimination only. */
export function VerifyHome(of: ActProps) {
  const own = useText(text)
  const findingWords = useText(findings)
  const guaranteeWords = useText(guarantees)
  const eliminates = of.view.stage === 'eliminating'
  return (
    <ActForm<S['HomeVerification']>
      of={of}
      word="verify_home"
      initial={{ causes: [], ...(eliminates ? {} : { income_stable_months: 0, rigid_expenditure_solved: false }) }}
      toAction={visit => ({ do: 'verify_home', step: of.step?.name ?? '', visit })}
    >
      <Flex gap={24} wrap>
        <Form.Item name="on" label={own.visitOn} rules={required}>
          <DayField past />
        </Form.Item>
        <ChoiceItem name="finding" label={own.finding} options={optionsOf(findingWords)} />
      </Flex>
      <Form.Item name="summary" label={own.summary} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
      <CausesField most={of.course.terms?.most_causes} />
      <Form.Item name="net_income_per_capita" label={own.income} extra={own.incomeHint}>
        <MoneyField />
      </Form.Item>
      <Flex gap={24} wrap>
        {(Object.keys(guaranteeWords) as (keyof S['GuaranteeStatus'])[]).map(it => (
          <YesNoItem key={it} name={['guarantees', it]} label={guaranteeWords[it]} />
        ))}
        <YesNoItem name="has_labor" label={own.labor} />
      </Flex>
      {/* Sent as they stand where they are not asked for. */}
      <Form.Item name="income_stable_months" hidden={!eliminates} label={own.stable} rules={required}>
        <InputNumber min={0} precision={0} />
      </Form.Item>
      <YesNoItem name="rigid_expenditure_solved" hidden={!eliminates} label={own.rigid} />
    </ActForm>
  )
}

/** 登记综合研判. */
export function Analyze(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<{ opinion: string }>
      of={of}
      word="analyze"
      toAction={it => ({ do: 'analyze', step: of.step?.name ?? '', ...it })}
    >
      <Form.Item name="opinion" label={own.opinion} rules={required}>
        <Input.TextArea rows={4} />
      </Form.Item>
    </ActForm>
  )
}
