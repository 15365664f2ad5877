// What somebody has put together, as the interface takes it.
import type { S } from '../../api/client'

export interface BuiltFigure {
  indicator: string
  group?: string
  label?: string
  show: S['Shown']
  compare: S['Compared'] | 'none'
}

export interface Built {
  title: string
  rows: S['ReportRows']
  total?: boolean
  unit?: string
  note?: string
  figures: BuiltFigure[]
}

const said = (text: string | undefined) => text?.trim() || undefined

/** A table of the region's parts with these figures. */
export function layoutOf(it: Built): S['ReportLayout'] {
  const note = said(it.note)
  return {
    title: it.title.trim(),
    unit: said(it.unit),
    notes: note ? [note] : [],
    parts: [
      {
        kind: 'table',
        rows: it.rows,
        total: it.total ?? false,
        figures: it.figures.map(one => ({
          indicator: one.indicator,
          group: said(one.group),
          label: said(one.label),
          show: one.show,
          compare: one.compare === 'none' ? undefined : one.compare,
        })),
      },
    ],
  }
}
