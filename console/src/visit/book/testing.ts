// A server for tests, with the bookkeeping of crates/app/src/visits.rs in miniature.
import type { S } from '../../api/client'
import type { Fields } from '../fields'
import type { Answer, Sent, Server, Staff } from '../server'

export const staff = {
  account: 'a', login: 'a', name: '张三', region_name: '小庄村', may: ['list_visits_due', 'take_visit_updates'],
} as Staff

export function dueOf(number: number, begun: S['VisitView'] | null = null): S['VisitDue'] {
  return {
    case: number,
    kind: 'verify_home',
    step: 'home_verification',
    step_zh: '逐户实地核查',
    householder: '钟亮',
    household_no: '1',
    village: '小庄村',
    members: ['钟亮'],
    reasons: ['近3个月新确诊大病'],
    due: '2023-11-15',
    begun,
  }
}

interface Kept {
  view: S['VisitView']
  updates: { sent: Sent; version: number | null }[]
}

/** Takes updates as the server does. Answers can be lost, and the line can be cut. */
export class ModelServer implements Server {
  visits = new Map<string, Kept>()
  cases = [1]
  /** The request arrives and its answer does not. */
  losesAnswers = false
  reachable = true
  received: Sent[][] = []
  account = staff.account
  /** In the words of the procedure. */
  refuses: string | null = null
  /** Stops before a complete visit becomes an action. */
  forgets = false

  whoAmI = async (): Promise<Answer<Staff>> =>
    this.reachable ? { is: 'ok', value: { ...staff, account: this.account } } : { is: 'unreachable' }

  due = async (): Promise<Answer<S['VisitDue'][]>> => {
    if (!this.reachable) return { is: 'unreachable' }
    const open = [...this.visits.values()].map(it => it.view).filter(it => it.state !== 'recorded')
    const begun = (number: number) => open.filter(it => it.case === number).pop() ?? null
    return { is: 'ok', value: this.cases.map(it => dueOf(it, structuredClone(begun(it)))) }
  }

  send = async (updates: Sent[]): Promise<Answer<S['VisitUpdateDone'][]>> => {
    if (!this.reachable) return { is: 'unreachable' }
    this.received.push(structuredClone(updates))
    const done = updates.map(it => this.take(structuredClone(it)))
    return this.losesAnswers ? { is: 'unreachable' } : { is: 'ok', value: structuredClone(done) }
  }

  /** The only visit. */
  get visit(): S['VisitView'] {
    const [kept] = this.visits.values()
    if (!kept) throw new Error('no visit')
    return kept.view
  }

  take(it: Sent): S['VisitUpdateDone'] {
    const fresh: Kept = {
      view: { visit: it.visit, case: it.case, kind: it.kind, version: 0, fields: {}, conflicts: [], state: 'open' },
      updates: [],
    }
    const kept = this.visits.get(it.visit) ?? fresh
    this.visits.set(it.visit, kept)
    if (!kept.updates.some(known => known.sent.id === it.id)) kept.updates.push({ sent: it, version: null })
    const complete = this.apply(kept)
    if (complete && kept.view.state === 'open' && !this.forgets) this.record(kept.view)
    const counts = kept.updates.some(known => known.sent.id === it.id && known.version !== null)
    return { id: it.id, became: counts ? 'applied' : 'held', problem: null, visit: kept.view }
  }

  private apply(kept: Kept): boolean {
    let complete = false
    if (kept.view.state === 'recorded') return false
    for (;;) {
      const applied = kept.updates.filter(it => it.version !== null)
      const next = (branch: string) => applied.filter(it => it.sent.branch === branch).length
      const ready = kept.updates.find(it => it.version === null && it.sent.place === next(it.sent.branch))
      if (!ready) break
      ready.version = ++kept.view.version
      this.merge(kept, ready.sent)
      complete ||= ready.sent.submits === true
    }
    if (complete && kept.view.conflicts.length > 0) kept.view.state = 'conflict'
    return complete
  }

  private merge(kept: Kept, it: Sent): void {
    const fields = kept.view.fields as Record<string, unknown>
    const since = kept.updates.filter(other => other.version !== null && it.trunk < other.version)
    const elsewhere = since.filter(other => other.sent.branch !== it.branch)
    const touched = new Set(elsewhere.flatMap(other => Object.keys(other.sent.fields)))
    for (const [field, value] of Object.entries(it.fields)) {
      const was = fields[field]
      fields[field] = value
      if (was === undefined || !touched.has(field) || was === value) continue
      kept.view.conflicts.push({ field, was: was as never, became: value as never, at: '2026-11-22T00:00:00Z' })
    }
  }

  private record(view: S['VisitView']): void {
    view.state = this.refuses ? 'refused' : 'recorded'
    view.problem = this.refuses
    if (!this.refuses) this.cases = this.cases.filter(it => it !== view.case)
  }
}

export const whole: Fields = {
  on: '2026-11-22',
  finding: 'confirmed',
  summary: '病了',
  education: true,
  medical: true,
  housing: true,
  water: true,
  has_labor: false,
}
