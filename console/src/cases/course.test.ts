import { describe, expect, it } from 'vitest'
import type { S } from '../api/client'
import { actionsAt, doesStep, firstSteps, type Chain, type Step } from './chain'
import { chainsOf, courseOf, type CaseAction } from './course'

const step = (name: string, kind: Step['kind'], more: Partial<Step> = {}): Step => ({
  name,
  zh: name,
  kind,
  role: 'village_worker',
  decides: false,
  alongside: false,
  ...more,
})

const chain: Chain = {
  kind: 'identification',
  zh: '监测对象识别认定',
  steps: [
    step('home_verification', 'home_verification'),
    step('asset_comparison', 'asset_comparison', { alongside: true }),
    step('village_notice', 'village_notice'),
    step('county_approval', 'approval', { decides: true }),
  ],
  pack: 'cn',
  basis: 'default',
  is_default: true,
}

const visit: S['HomeVerification'] = {
  on: '2023-11-02',
  finding: 'confirmed',
  summary: '属实',
  guarantees: { education: true, medical: true, housing: true, water: true },
  has_labor: true,
}

const day = (at: number) => `2023-11-${String(at + 1).padStart(2, '0')}`

function history(...rows: [action: CaseAction, stage: S['Stage'], chain?: Chain][]): S['HistoryView'][] {
  return rows.map(([action, stage, chain], at) => ({
    number: at + 1,
    day: day(at),
    actor: 'account:1',
    action: action.do,
    action_zh: '',
    stage,
    entry: { on: day(at), action, terms: { most_causes: 5, stable_months: 6 }, chain },
  }))
}

const dispatched: [CaseAction, S['Stage']] = [{ do: 'dispatch', to: '村' }, 'dispatched']
const visited: [CaseAction, S['Stage'], Chain] = [
  { do: 'verify_home', step: 'home_verification', visit },
  'identifying',
  chain,
]
const compared: [CaseAction, S['Stage']] = [
  { do: 'compare_assets', step: 'asset_comparison', hits: [{ rule: '机动车', what: '面包车' }] },
  'identifying',
]

describe('courseOf', () => {
  it('begins the run with the first step after the dispatch', () => {
    const rows = history(dispatched, visited)
    expect(chainsOf(rows)).toEqual([undefined, chain])
    expect([...courseOf(rows).done]).toEqual([['home_verification', '2023-11-02']])
  })

  it('leaves a visit open that could not be verified', () => {
    const unverifiable = { ...visit, finding: 'unverifiable' as const }
    const again: CaseAction = { do: 'verify_home', step: 'home_verification', visit: unverifiable }
    expect(courseOf(history(dispatched, [again, 'identifying', chain])).done.size).toBe(0)
  })

  it('takes back a step, everything behind it, and what was found there', () => {
    const back: [CaseAction, S['Stage']] = [
      { do: 'return', to_step: 'asset_comparison', reason: '重比' },
      'identifying',
    ]
    const course = courseOf(history(dispatched, visited, compared, back))
    expect([...course.done.keys()]).toEqual(['home_verification'])
    expect(course.hits).toEqual([])
    expect(course.visit).toEqual(visit)
  })

  it('keeps explanation and ruling with their hit', () => {
    const explained: [CaseAction, S['Stage']] = [{ do: 'explain_hit', number: 1, text: '已报废' }, 'identifying']
    const ruled: [CaseAction, S['Stage']] = [
      { do: 'rule_on_hit', number: 1, ruling: 'accept', reason: '不影响' },
      'identifying',
    ]
    const course = courseOf(history(dispatched, visited, compared, explained, ruled))
    expect(course.hits).toEqual([
      { rule: '机动车', what: '面包车', explanation: '已报废', ruling: ['accept', '不影响'] },
    ])
  })

  it('numbers measures on from those there are', () => {
    const plan = (what: string): [CaseAction, S['Stage']] => [
      { do: 'plan_measures', measures: [{ number: 0, group: 'health', answers: 'illness', what }] },
      'assisted',
    ]
    const delivered: [CaseAction, S['Stage']] = [{ do: 'deliver_measure', number: 2, what: '到账' }, 'assisted']
    const course = courseOf(history(dispatched, visited, plan('签约'), plan('救助'), delivered))
    expect(course.measures.map(it => [it.number, it.what, it.delivered])).toEqual([
      [1, '签约', []],
      [2, '救助', [{ on: '2023-11-05', what: '到账' }]],
    ])
  })
})

describe('chain', () => {
  it('begins with the first step and those alongside it', () => {
    expect(firstSteps(chain).map(it => it.name)).toEqual(['home_verification', 'asset_comparison'])
  })

  it('decides by the kind of the chain', () => {
    const last = chain.steps[3] ?? step('none', 'approval')
    expect(actionsAt(last, chain, false)).toEqual(['identify'])
    expect(actionsAt(last, { ...chain, kind: 'elimination' }, false)).toEqual(['eliminate'])
  })

  it('compares beside a chain that has no step for it', () => {
    expect(doesStep('compare_assets', chain)).toBe(true)
    expect(doesStep('compare_assets', { ...chain, steps: chain.steps.slice(2) })).toBe(false)
  })
})
