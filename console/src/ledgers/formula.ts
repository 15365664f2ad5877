// A formula of a definition in words: `share(state in ('paid'))` as 占比（状态属于“已支付”）. It is
// read from left to right; what a bracket means depends on the function it belongs to.
import type { S } from '../api/client'
import type { Language } from '../text/text'
import { formulaWords } from './formulaWords'

type Ledger = Pick<S['LedgerView'], 'ledger' | 'fields' | 'states'>

const part = /'[^']*'|:[\w.]+|is not null|is null|not in|[A-Za-z_][\w.]*|\d+(?:\.\d+)?|<>|<=|>=|[=<>()+\-*/,]/g

/** What ends a bracket of these functions, and what its comma says. */
function brackets(words: (typeof formulaWords)['zh']): Record<string, { open: string; comma: string; close: string }> {
  const plain = { open: words.open, comma: words.comma, close: words.close }
  return {
    has: { open: '', comma: words.has, close: '' },
    coalesce: { open: '', comma: words.coalesce, close: words.coalesceEnd },
    days_between: { open: '', comma: words.daysBetween, close: words.daysEnd },
    years_between: { open: '', comma: words.daysBetween, close: words.yearsEnd },
    year_of: { open: '', comma: words.comma, close: words.yearOf },
    in: { ...plain, comma: words.pause },
    count: { open: '', comma: '', close: '' },
    plain,
  }
}

/** Says a formula. `parameter` says the figures of policy it names. */
export function inWords(
  formula: string,
  ledger: Ledger,
  language: Language,
  parameter: (name: string) => string,
): string {
  const words = formulaWords[language] as (typeof formulaWords)['zh']
  const kinds = brackets(words)
  const said: string[] = []
  const open: string[] = []
  let codes: { code: string; zh: string; en: string }[] = []
  let isBetween = false
  const states = ledger.states.map(it => ({ ...it, code: it.name }))
  const name = (it: string): string => {
    const [first = '', second] = it.split('.')
    if (it === ledger.ledger) return words.here
    if (second && first !== ledger.ledger) {
      const field = ledger.fields.find(one => one.name === first)
      if (first === 'household' || first === 'person' || field?.type === 'household' || field?.type === 'person') {
        return words.family[second] ?? words.unknown
      }
      return field ? words.ofThat(field[language]) : words.unknown
    }
    const own = second ?? first
    const field = ledger.fields.find(one => one.name === own)
    codes = own === 'state' ? states : (field?.codes ?? codes)
    return field?.[language] ?? words.own[own] ?? words.unknown
  }
  const parts = formula.match(part) ?? []
  for (const [at, it] of parts.entries()) {
    const calls = parts[at + 1] === '('
    const kind = kinds[open.at(-1) ?? 'plain'] ?? kinds.plain!
    if (it === '(') {
      const before = parts[at - 1] ?? ''
      const of = before === 'not in' ? 'in' : before in kinds ? before : 'plain'
      open.push(of)
      said.push(kinds[of]!.open)
    } else if (it === ')') {
      said.push(kind.close)
      open.pop()
    } else if (it === ',') said.push(kind.comma)
    else if (it.startsWith("'")) {
      const code = it.slice(1, -1)
      said.push(words.quote(codes.find(one => one.code === code)?.[language] ?? code))
    } else if (it.startsWith(':')) said.push(words.quote(parameter(it.slice(1))))
    else if (it === 'and' && isBetween) {
      isBetween = false
      said.push(words.to)
    } else if (it === 'between') {
      isBetween = true
      said.push(words.between)
    } else if (it === 'and' || it === 'or' || it === 'not') said.push(words[it])
    else if (it === 'in') said.push(words.in)
    else if (it === 'not in') said.push(words.notIn)
    else if (it === 'is null') said.push(words.blank)
    else if (it === 'is not null') said.push(words.filled)
    else if (it === 'true' || it === 'false') said.push(it === 'true' ? words.yes : words.no)
    else if (it in words.operators) said.push(words.operators[it as keyof typeof words.operators])
    else if (calls && it === 'count') said.push(words.count)
    else if (calls && it in kinds) continue
    else if (calls) said.push(words.names[it] ?? words.unknown)
    else said.push(/^\d/.test(it) ? it : name(it))
  }
  const text = said.filter(it => it !== '').join(words.glue)
  return language === 'zh' ? text : text.replace(/\( /g, '(').replace(/ ([),])/g, '$1')
}

/** The figures of policy that a formula names. */
export function parametersOf(formula: string): string[] {
  return [...formula.matchAll(/:([\w.]+)/g)].map(it => it[1] ?? '')
}
