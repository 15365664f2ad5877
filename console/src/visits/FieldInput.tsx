import { Form, Input, InputNumber, Radio } from 'antd'
import type { ReactNode } from 'react'
import { CausesField } from '../cases/forms/CausesField'
import { DayField, MoneyField, optionsOf, YesNo } from '../cases/forms/fields'
import { useText } from '../text/text'
import { findings } from '../text/words'
import type { FieldName } from '../visit/fields'
import { fieldNames, text } from '../visit/text'

/** The input of one field of a visit. */
export function FieldInput({ name }: { name: FieldName }) {
  const names = useText(fieldNames)
  const inputs = useInputs()
  if (name === 'causes') return <CausesField most={undefined} />
  return (
    <Form.Item name={name} label={names[name]}>
      {inputs[name]}
    </Form.Item>
  )
}

function useInputs(): Record<Exclude<FieldName, 'causes'>, ReactNode> {
  const words = useText(text)
  const findingWords = useText(findings)
  const sound = <YesNo yes={words.sound} no={words.notSound} />
  return {
    on: <DayField past />,
    finding: <Radio.Group options={optionsOf(findingWords)} />,
    summary: <Input.TextArea rows={4} />,
    education: sound,
    medical: sound,
    housing: sound,
    water: sound,
    has_labor: <YesNo yes={words.yes} no={words.no} />,
    net_income_per_capita: <MoneyField />,
    income_stable_months: <InputNumber min={0} precision={0} suffix={words.months} />,
    rigid_expenditure_solved: <YesNo yes={words.solved} no={words.notSolved} />,
  }
}
