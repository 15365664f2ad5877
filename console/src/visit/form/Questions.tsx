import { useText } from '../../text/text'
import { findings } from '../../text/words'
import type { S } from '../../api/client'
import { guarantees, type FieldName, type Fields, type Kind } from '../fields'
import { text } from '../text'
import { fieldNames } from '../words'
import { Causes } from './Causes'
import { Choice, DayInput, LongText, NumberInput } from './inputs'

interface QuestionsProps {
  kind: Kind
  fields: Fields
  /** What was left out when the form should have been complete. */
  wanted: FieldName[]
  onWrite: (fields: Fields) => void
}

/** What is asked at the door. */
export function Questions({ kind, fields, wanted, onWrite }: QuestionsProps) {
  const own = useText(text)
  const names = useText(fieldNames)
  const findingWords = useText(findings)
  const of = <K extends FieldName>(name: K) => ({
    name,
    label: names[name],
    value: fields[name] as NonNullable<Fields[K]> | null | undefined,
    wanted: wanted.includes(name),
    onChange: (value: Fields[K] | null) => onWrite({ [name]: value }),
  })
  if (kind === 'follow_up') {
    return (
      <>
        <DayInput {...of('on')} required />
        <LongText {...of('summary')} required />
      </>
    )
  }
  const answers = Object.entries(findingWords) as [S['Finding'], string][]
  const soundness: [boolean, string][] = [
    [true, own.sound],
    [false, own.notSound],
  ]
  return (
    <>
      <DayInput {...of('on')} required />
      <Choice {...of('finding')} options={answers} required />
      <LongText {...of('summary')} required />
      <Causes {...of('causes')} />
      {guarantees.map(it => (
        <Choice key={it} {...of(it)} options={soundness} required />
      ))}
      <Choice
        {...of('has_labor')}
        options={[
          [true, own.yes],
          [false, own.no],
        ]}
        required
      />
      <NumberInput {...of('net_income_per_capita')} unit={own.yuan} scale={100} hint={own.incomeHint} />
      <details>
        <summary>{own.onlyElimination}</summary>
        <NumberInput
          {...of('income_stable_months')}
          onChange={months => onWrite({ income_stable_months: months ?? 0 })}
          unit={own.months}
          scale={1}
        />
        <Choice
          {...of('rigid_expenditure_solved')}
          options={[
            [true, own.solved],
            [false, own.notSolved],
          ]}
        />
      </details>
    </>
  )
}
