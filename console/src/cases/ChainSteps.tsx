import { InfoCircleOutlined } from '@ant-design/icons'
import { Button, Card, Popover, Steps } from 'antd'
import type { S } from '../api/client'
import { Basis } from '../clues/Why'
import { Deadline } from '../parts/Deadline'
import { useText } from '../text/text'
import type { Chain } from './chain'
import { text } from './text'
import { useRole } from './who'

interface ChainStepsProps {
  chain: Chain
  done: Map<string, string>
  /** The steps that may be done now, with their limits. */
  open: { step: string; due?: string | null; state?: S['StepView']['state'] }[]
  /** The run has not begun. */
  toCome: boolean
}

/** The region's chain: what is done, what can be done now and by whom, what is still to come. */
export function ChainSteps({ chain, done, open, toCome }: ChainStepsProps) {
  const own = useText(text)
  const role = useRole()
  const items = chain.steps.map(it => {
    const day = done.get(it.name)
    const now = open.find(one => one.step === it.name)
    const status: 'finish' | 'process' | 'wait' = day ? 'finish' : now ? 'process' : 'wait'
    return {
      key: it.name,
      title: it.zh,
      status,
      content: (
        <div className="step-content">
          <div>{role(it.role)}</div>
          {day && <div className="number">{own.stepDone(day)}</div>}
          {now && <div>{now.due ? <Deadline due={now.due} state={now.state} /> : own.stepOpen}</div>}
        </div>
      ),
    }
  })
  const now = chain.steps.findIndex(it => open.some(one => one.step === it.name))
  const from = (
    <div className="terms">
      <Basis basis={chain.is_default ? 'default' : chain.basis} pack={chain.pack} />
    </div>
  )
  return (
    <Card
      size="small"
      title={<h2 className="card-title">{chain.zh}</h2>}
      extra={
        <Popover trigger="click" content={from} placement="bottomRight">
          <Button type="text" size="small" icon={<InfoCircleOutlined />}>
            {own.chainFrom}
          </Button>
        </Popover>
      }
    >
      {toCome && <p className="quiet">{own.chainToCome}</p>}
      <Steps
        size="small"
        titlePlacement="vertical"
        current={now < 0 ? chain.steps.length : now}
        items={items}
        className="chain-steps"
      />
    </Card>
  )
}
