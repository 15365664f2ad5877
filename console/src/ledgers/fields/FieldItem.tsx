import { Form } from 'antd'
import type { S } from '../../api/client'
import { useLanguage, useText } from '../../text/text'
import { useSaid } from '../said'
import { FieldInput, type InputProps } from './inputs'
import { MaskedField } from './MaskedField'
import { text } from './text'

/** Where a field stands in the values of a form. */
export function placeOf(field: string): ['values', string] {
  return ['values', field]
}

interface FieldItemProps {
  field: S['FieldView']
  /** What is on record. */
  was?: S['RecordValue']
  /** It has to be filled in. */
  needed: boolean
  /** It cannot be changed any more. */
  isFixed?: boolean
}

/** A field of a form, with its name, its input and the line below it. What is computed, or cannot be
 * changed any more, is shown and not asked for. */
export function FieldItem({ field, was, needed, isFixed }: FieldItemProps) {
  const own = useText(text)
  const say = useSaid()
  const { language } = useLanguage()
  const said = (language === 'zh' ? field.help_zh : field.help_en) ?? undefined
  const filled = field.otherwise && !was ? own.filledIn : undefined
  const help = [said, filled].filter(Boolean).join(own.sentence) || undefined
  const wide = field.type === 'long_text' ? 'record-wide' : undefined
  if (field.computed || isFixed) {
    const why = isFixed ? own.fixed : was ? own.computed : own.computedLater
    return (
      <Form.Item label={say(field)} extra={why} className={wide}>
        <span className="number">{(was && say(was)) || '—'}</span>
      </Form.Item>
    )
  }
  return (
    <Form.Item name={placeOf(field.name)} label={say(field)} required={needed} extra={help} className={wide}>
      <Asked field={field} was={was} />
    </Form.Item>
  )
}

/** The input itself; a form hands it the value. */
function Asked({ was, ...p }: InputProps & { was?: S['RecordValue'] }) {
  const say = useSaid()
  if (was?.masked) return <MaskedField {...p} shown={say(was)} />
  return <FieldInput {...p} said={was ? say(was) : undefined} />
}
