import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Flex } from 'antd'
import { useState } from 'react'
import { http, type Problem, type S } from '../api/client'
import { chinaSecond } from '../parts/time'
import { useText } from '../text/text'
import { text } from './text'

/** Walks the whole chain when asked, and says in plain words what came of it. */
export function ChainCheck({ onNewest }: { onNewest: (last: number) => void }) {
  const own = useText(text)
  const [busy, setBusy] = useState(false)
  const [chain, setChain] = useState<S['AuditChainView']>()
  const [problem, setProblem] = useState<Problem>()
  const [at, setAt] = useState('')
  const check = async () => {
    setBusy(true)
    const { data, error } = await http.GET('/api/v1/audit/verification')
    setChain(data)
    setProblem(error)
    setAt(chinaSecond(new Date().toISOString()))
    setBusy(false)
  }
  return (
    <Card className="no-print">
      <h2 className="section">{own.check}</h2>
      <p>{own.checkWhy}</p>
      <Flex vertical gap={12} align="start" aria-live="polite">
        <Button type="primary" icon={<SafetyCertificateOutlined />} loading={busy} onClick={check}>
          {own.checkNow}
        </Button>
        {problem && <Alert type="error" showIcon title={problem.detail} />}
        {chain && <Outcome chain={chain} at={at} onNewest={onNewest} />}
      </Flex>
    </Card>
  )
}

interface OutcomeProps {
  chain: S['AuditChainView']
  at: string
  onNewest: (last: number) => void
}

function Outcome({ chain, at, onNewest }: OutcomeProps) {
  const own = useText(text)
  const isSound = chain.fault_at == null
  return (
    <Alert
      type={isSound ? 'success' : 'error'}
      showIcon
      title={isSound ? own.sound(chain.sound) : own.fault(chain.fault_at ?? 0, chain.fault_zh ?? '')}
      description={
        <Flex vertical gap={6} align="start">
          <span>{isSound ? own.soundLimit : own.faultNext(chain.last)}</span>
          <span className="number">{own.checkedAt(at)}</span>
          <Button size="small" onClick={() => onNewest(chain.last)}>
            {own.newest}
          </Button>
        </Flex>
      }
    />
  )
}
