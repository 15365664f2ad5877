// The region's chain as a case carries it: its steps, who does them, and which action each one is.
import type { S } from '../api/client'
import type { ActionWord } from './words'

export type StepKind =
  | 'home_verification'
  | 'analysis'
  | 'asset_comparison'
  | 'democratic_review'
  | 'village_notice'
  | 'approval'
  | 'announcement'

const kinds: StepKind[] = [
  'home_verification',
  'analysis',
  'asset_comparison',
  'democratic_review',
  'village_notice',
  'announcement',
]

export interface Limit {
  days: number
  /** Working days, not calendar days. */
  working: boolean
}

export interface Step {
  name: string
  zh: string
  kind: StepKind
  /** The role that does it. */
  role: string
  decides: boolean
  alongside: boolean
  /** Of a village notice, the shortest time it stays. */
  at_least?: Limit | null
}

export interface Chain {
  kind: 'identification' | 'elimination'
  zh: string
  steps: Step[]
  pack: string
  basis: string
  is_default: boolean
}

/** The kind of a step where the interface gives its name only: packs name a step after what is done
 * there, and approvals after who approves. */
export function kindOf(step: string): StepKind {
  return kinds.find(it => it === step) ?? 'approval'
}

/** A chain of the region as the history of a case would carry it. */
export function fromView(it: S['ChainView']): Chain {
  const kind = it.kind === 'elimination' ? 'elimination' : 'identification'
  const steps = it.steps.map(step => ({
    name: step.step,
    zh: step.zh,
    kind: kindOf(step.step),
    role: step.role,
    decides: step.decides,
    alongside: step.alongside,
  }))
  return { kind, zh: it.zh, steps, pack: it.pack, basis: it.basis, is_default: it.is_default }
}

/** The steps a chain begins with: the first, and those that run alongside it. */
export function firstSteps(chain: Chain): Step[] {
  const rest = chain.steps.slice(1).findIndex(it => !it.alongside)
  return chain.steps.slice(0, rest < 0 ? undefined : rest + 1)
}

/** What is done at a step, the usual thing first. A notice that hangs is closed, or posted anew when
 * it was taken down. */
export function actionsAt(step: Step, chain: Chain, hangs: boolean): ActionWord[] {
  const decision: ActionWord = chain.kind === 'identification' ? 'identify' : 'eliminate'
  const at: Record<StepKind, ActionWord[]> = {
    home_verification: ['verify_home'],
    analysis: ['analyze'],
    asset_comparison: ['compare_assets'],
    democratic_review: ['hold_review'],
    village_notice: hangs ? ['close_notice', 'publish_notice'] : ['publish_notice'],
    approval: [step.decides ? decision : 'approve'],
    announcement: ['announce'],
  }
  return at[step.kind]
}

/** Actions that do a step: they are offered where the step is open, and nowhere else. */
const ofSteps: ActionWord[] = [
  'verify_home',
  'analyze',
  'compare_assets',
  'hold_review',
  'publish_notice',
  'close_notice',
  'approve',
  'identify',
  'eliminate',
  'announce',
]

/** Whether an action does a step of this chain. The comparison stands beside a chain without one. */
export function doesStep(word: ActionWord, chain: Chain | undefined): boolean {
  if (word === 'compare_assets') return chain?.steps.some(it => it.kind === 'asset_comparison') ?? true
  return ofSteps.includes(word)
}
