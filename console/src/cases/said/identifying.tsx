// What was said at each step of identification and elimination.
import type { S } from '../../api/client'
import { yuan } from '../../parts/figures'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { findings, monitoringTypes, word } from '../../text/words'
import { marks } from '../marks'
import { dismissals, guarantees, rulings, signers } from '../words'
import { Fact, useCauses } from './Fact'
import type { SaidProps } from './Said'
import { text } from './text'

export function AuthorizeSaid({ action, name }: SaidProps<'authorize'>) {
  const own = useText(text)
  const mark = useText(marks)
  const signerWords = useText(signers)
  const { letter } = action
  return (
    <>
      <Fact label={own.signedOn}>{letter.signed_on}</Fact>
      <Fact label={own.until}>{letter.valid_until}</Fact>
      <Fact label={own.signedBy}>{word(signerWords, letter.signed_by)}</Fact>
      <Fact label={own.covers}>
        {own.persons(letter.covers.length)}
        {mark.colon}
        {letter.covers.map(name).join(mark.and)}
      </Fact>
    </>
  )
}

export function VisitSaid({ visit }: { visit: S['HomeVerification'] }) {
  const own = useText(text)
  const words = useText(common)
  const findingWords = useText(findings)
  const mark = useText(marks)
  const guaranteeWords = useText(guarantees)
  const causes = useCauses()
  const missing = (Object.keys(guaranteeWords) as (keyof S['GuaranteeStatus'])[]).filter(it => !visit.guarantees[it])
  return (
    <>
      <Fact label={own.visitOn}>{visit.on}</Fact>
      <Fact label={own.finding}>{word(findingWords, visit.finding)}</Fact>
      <Fact label={own.summary}>{visit.summary}</Fact>
      {!!visit.causes?.length && <Fact label={own.causes}>{causes(visit.causes)}</Fact>}
      {visit.net_income_per_capita != null && (
        <Fact label={own.income}>{own.yuan(yuan(visit.net_income_per_capita))}</Fact>
      )}
      <Fact label={own.guarantees}>
        {missing.length === 0 ? own.allSound : own.notSound(missing.map(it => guaranteeWords[it]).join(mark.and))}
      </Fact>
      <Fact label={own.labor}>{visit.has_labor ? words.yes : words.no}</Fact>
      {visit.rigid_expenditure_solved && <Fact label={own.rigid}>{words.yes}</Fact>}
      {!!visit.income_stable_months && <Fact label={own.stable}>{own.months(visit.income_stable_months)}</Fact>}
    </>
  )
}

export function CompareSaid({ action, name }: SaidProps<'compare_assets'>) {
  const own = useText(text)
  const mark = useText(marks)
  if (action.hits.length === 0) return <Fact label={own.hits}>{own.noHits}</Fact>
  return (
    <>
      {action.hits.map((it, at) => (
        <Fact key={at} label={own.hit(at + 1)}>
          {it.what}
          {it.person_id != null && `${mark.open}${name(it.person_id)}${mark.close}`}
          {mark.comma}
          {own.rule} {it.rule}
        </Fact>
      ))}
    </>
  )
}

export function RuleSaid({ action }: SaidProps<'rule_on_hit'>) {
  const own = useText(text)
  const words = useText(common)
  const rulingWords = useText(rulings)
  return (
    <>
      <Fact label={own.hit(action.number)}>{word(rulingWords, action.ruling)}</Fact>
      <Fact label={words.reason}>{action.reason}</Fact>
    </>
  )
}

export function ReviewSaid({ review }: { review: S['DemocraticReview'] }) {
  const own = useText(text)
  const mark = useText(marks)
  return (
    <>
      <Fact label={own.meetingOn}>{review.on}</Fact>
      <Fact label={own.result}>
        {own.votes(review.present, review.agree, review.disagree)}
        {mark.comma}
        {review.passed ? own.passed : own.notPassed}
      </Fact>
      <Fact label={own.minutes}>{review.minutes}</Fact>
    </>
  )
}

export function NoticeSaid({ action }: SaidProps<'publish_notice'>) {
  const own = useText(text)
  return (
    <>
      <Fact label={own.notice}>{own.span(action.notice.from, action.notice.until)}</Fact>
      <Fact label={own.place}>{action.notice.place}</Fact>
    </>
  )
}

export function AnswerSaid({ action }: SaidProps<'answer_objection'>) {
  const own = useText(text)
  return (
    <>
      <Fact label={own.objection(action.number)}>{action.upheld ? own.upheld : own.notUpheld}</Fact>
      <Fact label={own.answer}>{action.answer}</Fact>
    </>
  )
}

export function IdentifySaid({ action }: SaidProps<'identify'>) {
  const own = useText(text)
  const words = useText(common)
  const typeWords = useText(monitoringTypes)
  const causes = useCauses()
  return (
    <>
      <Fact label={own.type}>{word(typeWords, action.monitoring_type)}</Fact>
      <Fact label={own.causes}>{causes(action.causes)}</Fact>
      <Fact label={words.reason}>{action.reason}</Fact>
    </>
  )
}

export function DismissSaid({ action }: SaidProps<'dismiss'>) {
  const own = useText(text)
  const words = useText(common)
  const dismissalWords = useText(dismissals)
  return (
    <>
      <Fact label={words.reason}>{word(dismissalWords, action.reason)}</Fact>
      <Fact label={own.summary}>{action.text}</Fact>
    </>
  )
}
