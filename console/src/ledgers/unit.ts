import type { S } from '../api/client'
import { useLanguage, type Language } from '../text/text'

const yuan = { zh: '元', en: 'yuan' }

/** What stands behind a number; nothing where the field's name says it already. */
export function unitOf(field: S['FieldView'], language: Language): string | undefined {
  const unit = field.type === 'money' ? yuan[language] : (field.unit ?? undefined)
  return unit && !field[language].includes(unit) ? unit : undefined
}

/** The same in the chosen language. */
export function useUnit(): (field: S['FieldView']) => string | undefined {
  const { language } = useLanguage()
  return field => unitOf(field, language)
}

/** Whether a field holds an amount: such columns stand to the right. */
export function isAmount(field: S['FieldView']): boolean {
  return field.type === 'number' || field.type === 'decimal' || field.type === 'money'
}

/** An amount with its thousands apart. It is text and stays text, however long. */
export function grouped(amount: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(amount) ?? []
  if (whole === '') return amount
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest
}
