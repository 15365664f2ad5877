import { bilingual, useLanguage, useText } from '../text/text'
import { grouped } from './unit'

/** Units as figures are stored in, behind the number as people read it. */
const units = bilingual<Record<string, string>>(
  {
    fen: '元', persons: '人', households: '户', count: '个', mu: '亩', days: '天', months: '个月', years: '年',
    rows: '条', kilometres: '公里', basis_points: '%',
  },
  {
    fen: 'yuan', persons: 'persons', households: 'households', count: '', mu: 'mu', days: 'days', months: 'months',
    years: 'years', rows: 'rows', kilometres: 'km', basis_points: '%',
  },
)

/** A figure in words. The number is the one the server writes, in the unit of the language. */
export function figureText(shown: string, unit: string): string {
  const [, number] = /^(-?[\d.]+)/.exec(shown) ?? []
  if (number === undefined) return shown
  return unit === '%' ? `${number}%` : `${grouped(number)}${unit}`
}

/** Says a value of a figure. */
export function useFigureValue(): (row: { shown: string }, figure: { unit: string }) => string {
  const { language } = useLanguage()
  const words = useText(units)
  return (row, figure) => {
    const unit = words[figure.unit]
    if (unit === undefined) return row.shown
    return figureText(row.shown, language === 'en' && unit && unit !== '%' ? ` ${unit}` : unit)
  }
}
