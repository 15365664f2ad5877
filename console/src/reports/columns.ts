// The headings of a table as offices draw them: neighbours of one group stand under it.
import type { S } from '../api/client'

export interface HeadingGroup {
  /** None where a column stands alone. */
  name: string | undefined
  /** Places of its columns, from 0. */
  places: number[]
}

/** The columns with those of one group together, where they are neighbours. */
export function grouped(columns: Pick<S['ReportHeading'], 'group'>[]): HeadingGroup[] {
  const found: HeadingGroup[] = []
  columns.forEach((it, place) => {
    const last = found.at(-1)
    if (it.group && last?.name === it.group) last.places.push(place)
    else found.push({ name: it.group ?? undefined, places: [place] })
  })
  return found
}

/** A heading with its unit. */
export function headed(it: Pick<S['ReportHeading'], 'label' | 'unit'>): string {
  return it.unit ? `${it.label}（${it.unit}）` : it.label
}
