// Every action and its form. An action the server learns does not compile until it has one.
import type { ComponentType } from 'react'
import type { ActionWord } from '../words'
import type { ActProps } from './ActForm'
import { CompareAssets, ExplainHit, RuleOnHit } from './assets'
import { ChangeHousehold } from './ChangeHousehold'
import { Approve, Identify, Return } from './deciding'
import { BeginElimination, Eliminate, KeepAssisting, RollBack } from './eliminating'
import { AddCause, AssignOfficer, DeliverMeasure, FollowUp, ReviewEffect } from './helping'
import { Authorize, Dismiss, Dispatch, HelpFirst, JoinClue, Reopen } from './opening'
import { PlanMeasures } from './PlanMeasures'
import { Announce, PublishNotice } from './publishing'
import { AnswerObjection, CloseNotice, HoldReview, LodgeObjection } from './reviewing'
import { Analyze, VerifyHome } from './verifying'

export const forms: Record<ActionWord, ComponentType<ActProps> | null> = {
  dispatch: Dispatch,
  join_clue: JoinClue,
  help_first: HelpFirst,
  authorize: Authorize,
  verify_home: VerifyHome,
  analyze: Analyze,
  compare_assets: CompareAssets,
  explain_hit: ExplainHit,
  rule_on_hit: RuleOnHit,
  hold_review: HoldReview,
  publish_notice: PublishNotice,
  lodge_objection: LodgeObjection,
  answer_objection: AnswerObjection,
  close_notice: CloseNotice,
  approve: Approve,
  return: Return,
  identify: Identify,
  announce: Announce,
  dismiss: Dismiss,
  assign_officer: AssignOfficer,
  plan_measures: PlanMeasures,
  deliver_measure: DeliverMeasure,
  add_cause: AddCause,
  review_effect: ReviewEffect,
  begin_elimination: BeginElimination,
  eliminate: Eliminate,
  keep_assisting: KeepAssisting,
  follow_up: FollowUp,
  reopen: Reopen,
  roll_back: RollBack,
  change_household: ChangeHousehold,
  // National records are taken over all together, by no person.
  take_over: null,
}
