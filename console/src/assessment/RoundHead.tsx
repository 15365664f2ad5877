import { Alert, App, Button, Card, Flex, Input } from 'antd'
import { useState } from 'react'
import { api, download, type Problem, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { chinaDay } from '../parts/time'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { CloseDialog } from './CloseDialog'
import { stateTones } from './shown'
import { text } from './text'

interface RoundProps {
  round: S['RoundView']
  /** Reads it again, after a refusal: somebody else may have been first. */
  reload: () => void
}

/** What the round is, what it comes to, what stands in the way, and the next steps. */
export function RoundHead({ round, reload }: RoundProps) {
  const own = useText(text)
  const { language } = useLanguage()
  const { table } = round
  const figures: [string, string, string?][] = [
    [own.total, table.total ?? '—', table.arithmetic],
    [own.grade, table.grade_zh ?? '—', round.state === 'open' && table.grade ? own.wouldBe : undefined],
    [own.month, round.month],
    [own.seed, round.seed],
  ]
  return (
    <Card>
      <div className="assess-head">
        <div>
          <h1 className="list-title">
            {round.object} {round.year} {round[language]}{' '}
            <Mark tone={stateTones[round.state]}>{own.states[round.state] ?? round.state}</Mark>
          </h1>
          <p className="quiet assess-note">
            {round.basis} {round.note}
          </p>
          <p className="quiet assess-note">
            {own.openedBy(round.opened_by, chinaDay(round.opened_at))}
            {round.ended_by && round.ended_at && ` · ${own.endedBy(round.ended_by, chinaDay(round.ended_at))}`}
            {round.reason && ` · ${round.reason}`}
          </p>
        </div>
        <Steps round={round} reload={reload} />
      </div>
      <dl className="assess-figures">
        {figures.map(([label, value, note]) => (
          <div key={label} className="assess-figure">
            <dt>{label}</dt>
            <dd>
              <strong className="number">{value}</strong>
              {note && <span className="quiet">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {round.waits.length > 0 && (
        <Alert
          type="info"
          showIcon
          className="assess-note"
          title={own.waits}
          description={
            <ul className="assess-list">
              {round.waits.map(it => (
                <li key={it.code}>{it[language]}</li>
              ))}
            </ul>
          }
        />
      )}
    </Card>
  )
}

function Steps({ round, reload }: RoundProps) {
  const own = useText(text)
  const words = useText(common)
  const { message, modal } = App.useApp()
  const [isClosing, setClosing] = useState(false)
  const path = { round: round.round }
  const asked = { params: { path }, body: { version: round.version } }
  const after = (said: string) => ({
    onSuccess: () => {
      message.success(said)
    },
    onError: (problem: Problem) => {
      message.error(problem.detail)
      reload()
    },
  })
  const draw = api.useMutation('post', '/api/v1/assessments/{round}/sample', after(own.drawn))
  const gather = api.useMutation('post', '/api/v1/assessments/{round}/evidence', after(own.gathered))
  const takeBack = api.useMutation('post', '/api/v1/assessments/{round}/void', after(own.voided))
  const askVoid = () => {
    let reason = ''
    modal.confirm({
      title: own.void,
      content: (
        <>
          <p>{own.voidHint}</p>
          <Input.TextArea aria-label={words.reason} placeholder={words.reason} onChange={it => (reason = it.target.value)} />
        </>
      ),
      okText: own.void,
      cancelText: words.cancel,
      onOk: () => takeBack.mutate({ params: { path }, body: { version: round.version, reason } }),
    })
  }
  const save = async () => {
    const problem = await download(`/api/v1/assessments/${round.round}/export`)
    if (problem) message.error(problem.detail)
  }
  return (
    <Flex gap={8} wrap className="no-print">
      {round.may.sample && !round.sampled_at && (
        <Button type="primary" loading={draw.isPending} onClick={() => draw.mutate(asked)}>
          {own.draw}
        </Button>
      )}
      {round.may.score && (
        <Button loading={gather.isPending} onClick={() => gather.mutate(asked)}>
          {own.gather}
        </Button>
      )}
      {round.may.close && (
        <Button type="primary" onClick={() => setClosing(true)}>
          {own.close}
        </Button>
      )}
      {round.may.void && <Button onClick={askVoid}>{own.void}</Button>}
      {round.state === 'closed' && <Button onClick={() => void save()}>{words.export}</Button>}
      {isClosing && <CloseDialog round={round} onClose={() => setClosing(false)} />}
    </Flex>
  )
}
