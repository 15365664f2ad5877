// What is asked of whoever fills an account, and what is sent of what they wrote.
import type { Problem, S } from '../../api/client'

type Account = S['IncomeAccountView']
type Line = S['IncomeLineView']
type Component = S['IncomeComponentView']

/** One value that can be entered: a line, or the total of a component. */
export interface Asked {
  /** The line, or the component for its total. */
  line: string
  zh: string
  en: string
  isTotal: boolean
  /** What it is now, in 分, and where from; absent while nobody knows. */
  known?: { fen: number; from: string }
  /** It was entered for these months and can be taken back. */
  canTakeBack: boolean
}

/** The values of a component that are asked together. */
export interface AskedPart {
  component: Component
  asked: Asked[]
}

/** What was entered last for a line in some months; none when that was taken back. */
export function enteredIn(line: Line, last: string, months: number): S['IncomeEntryView'] | undefined {
  const newest = line.entries.filter(it => it.period === last && it.months === months).at(-1)
  return newest?.fen == null ? undefined : newest
}

/** A line as it is asked for or corrected. */
export function lineAsked(line: Line, account: Account): Asked {
  return {
    line: line.line,
    zh: line.zh,
    en: line.en,
    isTotal: false,
    known: line.fen == null ? undefined : { fen: line.fen, from: line.from ?? '' },
    canTakeBack: enteredIn(line, account.period, account.months) !== undefined,
  }
}

/** The total of a component as it is asked for or corrected. */
export function totalAsked(component: Component): Asked {
  const { total } = component
  return {
    line: component.component,
    zh: component.zh,
    en: component.en,
    isTotal: true,
    known: total == null ? undefined : { fen: total, from: component.total_from ?? '' },
    canTakeBack: total != null && component.total_from !== 'national',
  }
}

/** The same value as the account has it now: somebody else may have been first. */
export function current(asked: Asked, account: Account): Asked {
  if (asked.isTotal) {
    const component = account.components.find(it => it.component === asked.line)
    return component ? totalAsked(component) : asked
  }
  const line = account.lines.find(it => it.line === asked.line)
  return line ? lineAsked(line, account) : asked
}

/** What nobody knows, by component: its lines, and its total instead of them. */
export function unknownOf(account: Account): AskedPart[] {
  return account.components
    .map(component => {
      const lines = account.lines.filter(it => it.component === component.component && it.asked)
      return { component, asked: [...lines.map(it => lineAsked(it, account)), totalAsked(component)] }
    })
    .filter(it => it.component.state === 'open' && it.asked.length > 1)
}

/** The lines nobody knows. */
export function unknownLines(account: Account): number {
  return account.lines.filter(it => it.asked).length
}

/** What whoever enters says of all the values together. */
export interface Said {
  kind: 'document' | 'said'
  source?: string
  reason?: string
}

/** What is sent: the fields that were filled in, each with what it rests on. */
export function valuesOf(filled: Record<string, string | undefined>, said: Said): S['IncomeValueIn'][] {
  const rests = { kind: said.kind, source: said.source?.trim() ?? '', reason: said.reason?.trim() || undefined }
  return Object.entries(filled)
    .filter((it): it is [string, string] => !!it[1]?.trim())
    .map(([line, yuan]) => ({ line, yuan: yuan.trim(), ...rests }))
}

/** The value that takes back what was entered. */
export function takenBack(line: string, said: Said): S['IncomeValueIn'] {
  return { line, kind: said.kind, source: said.source?.trim() ?? '', reason: said.reason?.trim() || undefined }
}

/** The field an answer of the server is about: it begins with the Chinese name of the line. */
export function refused(problem: Problem | null | undefined, asked: Asked[]): string | undefined {
  if (problem?.code !== 'income.value') return undefined
  const name = (it: Asked) => (it.isTotal ? `${it.zh}合计` : it.zh)
  return asked.find(it => problem.detail.startsWith(`${name(it)}：`))?.line
}
