import { api, type S } from '../api/client'
import { useMay, useStaff } from '../session/session'
import { actionsAt, doesStep, firstSteps, fromView, type Chain, type Step } from './chain'
import type { Course } from './course'
import { actions, type ActionWord } from './words'

/** A step that may be done now. */
export interface OpenStep {
  step: Step
  due?: string | null
  state?: string
  /** Whether one of the own roles does it. */
  mine: boolean
  words: ActionWord[]
}

export interface Doable {
  chain: Chain | undefined
  /** The run begins with the first step that is done. */
  toCome: boolean
  open: OpenStep[]
  /** What can be done beside the steps. */
  others: ActionWord[]
}

/** What can be done with a case now: the open steps of its chain, and what the server names beside
 * them, where there is something to do it to. */
export function useDoable(view: S['CaseView'], course: Course): Doable {
  const staff = useStaff()
  const may = useMay()
  const toCome = view.stage === 'dispatched'
  const chains = api.useQuery(
    'get',
    '/api/v1/policy/chains',
    { params: { query: { region: staff.region } } },
    { enabled: toCome && isLocal(staff.level), staleTime: Infinity },
  )
  const local = chains.data?.find(it => it.kind === 'identification')
  const chain = toCome ? local && fromView(local) : course.chain
  const limits = toCome && chain ? firstSteps(chain).map(it => ({ step: it.name })) : view.steps
  const allowed = may('act_on_case') && !staff.read_only
  const open = limits.flatMap(limit => {
    const step = chain?.steps.find(it => it.name === limit.step)
    if (!chain || !step) return []
    const words = actionsAt(step, chain, !!course.notice).filter(it => view.actions.includes(it))
    return [{ ...limit, step, mine: allowed && staff.roles.includes(step.role) && words.length > 0, words }]
  })
  const known = (Object.keys(actions.zh) as ActionWord[]).filter(it => view.actions.includes(it))
  const others = known.filter(it => !doesStep(it, chain) && hasObject(it, course))
  if (may('record_household_event') && view.stage !== 'closed') others.push('change_household')
  return { chain, toCome, open, others: allowed ? others : [] }
}

/** A region that lies in one county has one chain. */
function isLocal(level: string): boolean {
  return ['county', 'township', 'village'].includes(level)
}

/** Whether there is something an action could be done to. */
function hasObject(word: ActionWord, course: Course): boolean {
  switch (word) {
    case 'explain_hit':
    case 'rule_on_hit':
      return course.hits.length > 0
    case 'lodge_objection':
      return !!course.notice
    case 'answer_objection':
      return !!course.notice?.objections?.length
    case 'return':
      return course.done.size > 0
    case 'deliver_measure':
      return course.measures.length > 0
    default:
      return true
  }
}
