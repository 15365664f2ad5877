// A row of the history in words, one component for each action.
import { createElement, type ComponentType } from 'react'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import type { CaseAction } from '../course'
import { marks } from '../marks'
import type { ActionWord } from '../words'
import { Fact, useCauses } from './Fact'
import { BeginSaid, ChangeSaid, EffectSaid, OfficerSaid, PlanSaid, TakeOverSaid } from './helping'
import {
  AnswerSaid,
  AuthorizeSaid,
  CompareSaid,
  DismissSaid,
  IdentifySaid,
  NoticeSaid,
  ReviewSaid,
  RuleSaid,
  VisitSaid,
} from './identifying'
import { text } from './text'

export interface SaidProps<W extends ActionWord> {
  action: Extract<CaseAction, { do: W }>
  /** The name of a member of the household. */
  name: (person: number) => string
  /** The words of a step of the chain. */
  step: (name: string) => string
}

const said: { [W in ActionWord]: ComponentType<SaidProps<W>> } = {
  dispatch: ({ action }) => <Fact label={useText(text).to}>{action.to}</Fact>,
  join_clue: ({ action }) => <Fact label={useText(text).clue}>{action.clue}</Fact>,
  help_first: ({ action }) => (
    <>
      <Fact label={useText(text).given}>{action.what}</Fact>
      <Fact label={useText(text).why}>{action.reason}</Fact>
    </>
  ),
  authorize: AuthorizeSaid,
  verify_home: ({ action }) => <VisitSaid visit={action.visit} />,
  analyze: ({ action }) => <Fact label={useText(text).opinion}>{action.opinion}</Fact>,
  compare_assets: CompareSaid,
  explain_hit: ({ action }) => <Fact label={useText(text).hit(action.number)}>{action.text}</Fact>,
  rule_on_hit: RuleSaid,
  hold_review: ({ action }) => <ReviewSaid review={action.review} />,
  publish_notice: NoticeSaid,
  lodge_objection: ({ action }) => <div>{action.text}</div>,
  answer_objection: AnswerSaid,
  close_notice: () => null,
  approve: ({ action }) => <Fact label={useText(text).opinion}>{action.opinion}</Fact>,
  return: ({ action, step }) => (
    <>
      <Fact label={useText(text).backTo}>{step(action.to_step)}</Fact>
      <Fact label={useText(common).reason}>{action.reason}</Fact>
    </>
  ),
  identify: IdentifySaid,
  announce: () => null,
  dismiss: DismissSaid,
  assign_officer: ({ action }) => <OfficerSaid label={useText(text).officer} officer={action.officer} />,
  plan_measures: PlanSaid,
  deliver_measure: ({ action }) => <Fact label={useText(text).measure(action.number)}>{action.what}</Fact>,
  add_cause: ({ action }) => <Fact label={useText(text).causes}>{useCauses()([action.cause])}</Fact>,
  review_effect: ({ action }) => <EffectSaid review={action.review} />,
  begin_elimination: BeginSaid,
  eliminate: ({ action }) => <OfficerSaid label={useText(text).contact} officer={action.contact} />,
  keep_assisting: ({ action }) => <Fact label={useText(common).reason}>{action.reason}</Fact>,
  follow_up: ({ action }) => <Fact label={useText(text).summary}>{action.summary}</Fact>,
  reopen: ({ action }) => (
    <>
      <Fact label={useText(text).clue}>{action.clues.join(useText(marks).and)}</Fact>
      <Fact label={useText(common).reason}>{action.reason}</Fact>
    </>
  ),
  roll_back: ({ action }) => <Fact label={useText(common).reason}>{action.reason}</Fact>,
  take_over: TakeOverSaid,
  change_household: ChangeSaid,
}

/** What somebody said when they did something with a case. */
export function Said<W extends ActionWord>(props: SaidProps<W>) {
  const It: ComponentType<SaidProps<W>> = said[props.action.do as W]
  return createElement(It, props)
}
