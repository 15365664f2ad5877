// One appeal: what somebody asks for, which household it is, what was done, and what can be done.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Card, Flex, Result, Skeleton, Space, Tag } from 'antd'
import { api, type S } from '../api/client'
import { Deadline } from '../parts/Deadline'
import { common } from '../text/common'
import { useText } from '../text/text'
import './appeals.css'
import { Actions } from './Actions'
import { Contact } from './Contact'
import { History } from './History'
import { text } from './text'
import { Whom } from './Whom'
import { appealStages } from './words'

/** The page of one appeal. */
export default function AppealPage() {
  const own = useText(text)
  const { appeal } = useParams({ strict: false }) as { appeal: string }
  const found = api.useQuery('get', '/api/v1/appeals/{appeal}', { params: { path: { appeal } } })
  if (found.error?.status === 404) {
    return <Result status="404" title={own.noAppeal} extra={<Link to="/appeals">{own.back}</Link>} />
  }
  return (
    <Flex vertical gap={12}>
      <Link to="/appeals">← {own.back}</Link>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && <Sheet appeal={found.data} />}
    </Flex>
  )
}

function Sheet({ appeal }: { appeal: S['AppealView'] }) {
  const words = useText(common)
  const own = useText(text)
  const stages = useText(appealStages)
  return (
    <div className="appeal">
      <Flex vertical gap={12}>
        <Card>
          <Flex justify="space-between" align="start" wrap gap={8}>
            <h1 className="appeal-title">
              {appeal.name} · {appeal.need_zh}
            </h1>
            <Space wrap>
              {appeal.lead && <Tag title={own.leadWhy}>{own.lead}</Tag>}
              <Tag variant="solid" color="#1f6f54">{stages[appeal.stage]}</Tag>
              {appeal.due_on && (
                <span>
                  {words.due} <Deadline due={appeal.due_on} state={appeal.state} />
                </span>
              )}
            </Space>
          </Flex>
          <p className="quiet number">
            {own.receipt} {appeal.receipt}
          </p>
          <h2 className="section">{own.said}</h2>
          <p className="appeal-text">{appeal.text}</p>
        </Card>
        <Contact appeal={appeal} />
        <Whom appeal={appeal} />
        <Answers appeal={appeal} />
        <History rows={appeal.history} />
      </Flex>
      <aside className="appeal-side no-print" aria-label={own.actions}>
        <Actions appeal={appeal} />
      </aside>
    </div>
  )
}

/** What the applicant was told, and with which other appeals. */
function Answers({ appeal }: { appeal: S['AppealView'] }) {
  const own = useText(text)
  const isJoined = appeal.joined_to || appeal.joined.length > 0
  if (!appeal.answer && !isJoined && !appeal.no_case_reason) return null
  return (
    <Card>
      {appeal.answer && (
        <>
          <h2 className="section">{own.answerGiven}</h2>
          <p className="appeal-answer">{appeal.answer}</p>
          {appeal.satisfied != null && (
            <p className="quiet">
              {own.pair(own.rating, appeal.satisfied ? own.satisfied : own.unsatisfied)}
            </p>
          )}
        </>
      )}
      {isJoined && (
        <>
          <h2 className="section">{own.together}</h2>
          <Flex vertical gap={4}>
            {appeal.joined_to && (
              <Link to="/appeals/$appeal" params={{ appeal: appeal.joined_to }}>
                {own.mainOne}
              </Link>
            )}
            {appeal.joined.map((it, at) => (
              <Link key={it} to="/appeals/$appeal" params={{ appeal: it }}>
                {own.joinedHere(at + 1)}
              </Link>
            ))}
          </Flex>
        </>
      )}
    </Card>
  )
}
