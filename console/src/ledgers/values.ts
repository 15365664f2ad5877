// What forms hold, and what of it is sent. Every value is text, as the interface takes it: an amount
// is never a floating-point number here.
import type { S } from '../api/client'

export type Values = S['RecordView']['values']

/** What a form holds by field. What is masked is not known here, and stays as it is until something
 * is written. */
export type Filled = Record<string, string | undefined>

/** What a form begins with. */
export function filledFrom(names: string[], values: Values | undefined): Filled {
  return Object.fromEntries(names.map(name => [name, values?.[name]?.value ?? undefined]))
}

/** What was filled in and differs from what is there; an empty text leaves a field blank. */
export function changed(filled: Filled, was: Values | undefined): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const [name, value] of Object.entries(filled)) {
    const text = value?.trim() ?? ''
    const before = was?.[name]
    const differs = before?.masked ? value !== undefined : text !== (before?.value ?? '')
    if (differs) sent[name] = text
  }
  return sent
}

/** Several codes, as they are sent. */
export function joined(codes: string[]): string | undefined {
  return codes.length > 0 ? codes.join(',') : undefined
}

/** The codes of what `joined` made. */
export function apart(value: string | undefined): string[] {
  return value ? value.split(',').filter(it => it !== '') : []
}
