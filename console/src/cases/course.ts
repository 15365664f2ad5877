// What the history of a case comes to, for the page: the run under way, what was found, what is
// planned. The server replays the same history and decides; nothing here does.
import type { S } from '../api/client'
import type { Chain } from './chain'

export type CaseAction = S['Action']

/** The figures of the day, kept beside every action. */
export interface Terms {
  line?: number | null
  most_causes: number
  stable_months: number
  sources?: string[]
}

/** One row of the history as it is stored. */
export interface Entry {
  on: string
  action: CaseAction
  terms: Terms
  chain?: Chain | null
}

export interface Course {
  /** The chain of the run under way, or of the last one. */
  chain?: Chain
  /** Steps of it that are done, and the day. */
  done: Map<string, string>
  visit?: S['HomeVerification']
  hits: S['AssetHit'][]
  meeting?: S['DemocraticReview']
  notice?: S['PublicNotice']
  letters: S['AuthorizationLetter'][]
  monitoring?: { type: S['MonitoringType']; causes: S['RiskCause'][]; on?: string | null }
  officer?: S['AssistanceOfficer']
  measures: S['Measure'][]
  reviews: S['EffectReview'][]
  /** The figures of the last action. */
  terms?: Terms
}

/** The entry of a row of the history. */
export function entryOf(row: S['HistoryView']): Entry {
  return row.entry as Entry
}

export function courseOf(history: S['HistoryView'][]): Course {
  const course: Course = { done: new Map(), hits: [], letters: [], measures: [], reviews: [] }
  const chains = chainsOf(history)
  for (const [at, row] of history.entries()) {
    const entry = entryOf(row)
    const chain = chains[at]
    if (chain && chain !== course.chain) begin(course, chain)
    apply(course, entry)
    course.terms = entry.terms
  }
  return course
}

/** The chain that each row of a history stands in, if any. */
export function chainsOf(history: S['HistoryView'][]): (Chain | undefined)[] {
  let chain: Chain | undefined
  let stage = 'clue'
  return history.map(row => {
    const entry = entryOf(row)
    if (entry.chain && (entry.action.do === 'begin_elimination' || stage === 'dispatched')) chain = entry.chain
    stage = row.stage
    return chain
  })
}

function begin(course: Course, chain: Chain) {
  course.chain = chain
  course.done = new Map()
  course.hits = []
  course.visit = course.meeting = course.notice = undefined
}

function apply(course: Course, { action, on }: Entry) {
  switch (action.do) {
    case 'authorize':
      course.letters.push(action.letter)
      break
    case 'verify_home':
      course.visit = action.visit
      if (action.visit.finding !== 'unverifiable') course.done.set(action.step, on)
      break
    case 'compare_assets':
      course.hits = action.hits.map(it => ({ ...it }))
      if (action.step) course.done.set(action.step, on)
      break
    case 'explain_hit':
      change(course.hits, action.number, { explanation: action.text })
      break
    case 'rule_on_hit':
      change(course.hits, action.number, { ruling: [action.ruling, action.reason] })
      break
    case 'hold_review':
      course.meeting = action.review
      course.done.set(action.step, on)
      break
    case 'publish_notice':
      course.notice = { ...action.notice, objections: [] }
      break
    case 'lodge_objection':
      course.notice?.objections?.push({ on, text: action.text })
      break
    case 'answer_objection':
      change(course.notice?.objections ?? [], action.number, { answer: [action.answer, action.upheld] })
      break
    case 'analyze':
    case 'close_notice':
    case 'approve':
    case 'announce':
      course.done.set(action.step, on)
      break
    case 'return':
      takeBack(course, action.to_step)
      break
    case 'identify':
      course.done.set(action.step, on)
      course.monitoring = { type: action.monitoring_type, causes: [...action.causes], on }
      course.officer = undefined
      course.measures = []
      course.reviews = []
      break
    case 'eliminate':
      course.done.set(action.step, on)
      course.officer = action.contact
      break
    case 'take_over':
      course.monitoring = {
        type: action.record.monitoring_type,
        causes: [...action.record.causes],
        on: action.record.identified_on,
      }
      break
    case 'assign_officer':
      course.officer = action.officer
      break
    case 'plan_measures':
      for (const it of action.measures)
        course.measures.push({ ...it, number: course.measures.length + 1, delivered: [] })
      break
    case 'deliver_measure':
      course.measures.find(it => it.number === action.number)?.delivered?.push({ on, what: action.what })
      break
    case 'add_cause':
      if (course.monitoring) {
        const others = course.monitoring.causes.filter(it => it.risk !== action.cause.risk)
        course.monitoring.causes = [...others, action.cause]
      }
      break
    case 'review_effect':
      course.reviews.push(action.review)
      break
  }
}

/** 退回: the step and everything behind it have to be done again. */
function takeBack(course: Course, to: string) {
  const steps = course.chain?.steps ?? []
  const undone = steps.slice(steps.findIndex(it => it.name === to))
  for (const it of undone) course.done.delete(it.name)
  const was = (kind: string) => undone.some(it => it.kind === kind)
  if (was('home_verification')) course.visit = undefined
  if (was('asset_comparison')) course.hits = []
  if (was('democratic_review')) course.meeting = undefined
  if (was('village_notice')) course.notice = undefined
}

function change<T extends object>(list: T[], number: number, to: Partial<T>) {
  const found = list[number - 1]
  if (found) Object.assign(found, to)
}
