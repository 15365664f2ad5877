// Columns of figures in tables: to the right, with digits of one width.
import type { ReactNode } from 'react'
import { counted, percent, yuan } from './figures'

/** A column of figures, shown as the page shows them. */
export function figureColumn<T>(title: ReactNode, width: number, show: (row: T) => ReactNode) {
  return { title, width, align: 'right' as const, className: 'number', render: (_: unknown, row: T) => show(row) }
}

/** How many there are, thousands separated; a dash where nobody knows. */
export function countColumn<T>(title: ReactNode, of: (row: T) => number | null | undefined, width = 96) {
  return figureColumn<T>(title, width, row => counted(of(row)))
}

/** An amount in 分, shown in 元; a dash where nobody knows. */
export function moneyColumn<T>(title: ReactNode, of: (row: T) => number | null | undefined, width = 120) {
  return figureColumn<T>(title, width, row => yuan(of(row)))
}

/** A share in 万分点, shown in per cent; a dash where nobody knows. */
export function shareColumn<T>(title: ReactNode, of: (row: T) => number | null | undefined, width = 90) {
  return figureColumn<T>(title, width, row => percent(of(row)))
}
