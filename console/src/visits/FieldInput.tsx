import { Form, Input, InputNumber } from 'antd'
import { CausesField } from '../cases/forms/CausesField'
import { ChoiceItem, DayField, MoneyField, optionsOf, YesNoItem } from '../cases/forms/fields'
import { useText } from '../text/text'
import { findings } from '../text/words'
import type { FieldName } from '../visit/fields'
import { text } from '../visit/text'
import { fieldNames } from '../visit/words'

/** The input of one field of a visit. */
export function FieldInput({ name }: { name: FieldName }) {
  const words = useText(text)
  const names = useText(fieldNames)
  const findingWords = useText(findings)
  const item = { name, label: names[name] }
  switch (name) {
    case 'on':
      return (
        <Form.Item {...item}>
          <DayField past />
        </Form.Item>
      )
    case 'finding':
      return <ChoiceItem {...item} options={optionsOf(findingWords)} optional />
    case 'summary':
      return (
        <Form.Item {...item}>
          <Input.TextArea rows={4} />
        </Form.Item>
      )
    case 'causes':
      return <CausesField most={undefined} />
    case 'education':
    case 'medical':
    case 'housing':
    case 'water':
      return <YesNoItem {...item} yes={words.sound} no={words.notSound} optional />
    case 'has_labor':
      return <YesNoItem {...item} yes={words.yes} no={words.no} optional />
    case 'rigid_expenditure_solved':
      return <YesNoItem {...item} yes={words.solved} no={words.notSolved} extra={words.onlyElimination} optional />
    case 'net_income_per_capita':
      return (
        <Form.Item {...item}>
          <MoneyField />
        </Form.Item>
      )
    case 'income_stable_months':
      return (
        <Form.Item {...item} extra={words.onlyElimination}>
          <InputNumber min={0} precision={0} suffix={words.months} />
        </Form.Item>
      )
  }
}
