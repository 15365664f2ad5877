import { Button, Collapse, Flex, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { chinaTime } from '../parts/time'
import { useText } from '../text/text'
import { readSimulation } from './simulation'
import { text } from './text'

/** Reports are long: the last ones are enough. */
const shown = 10

/** The trials one has asked for lately; they are read when they are asked for. */
export function EarlierTrials({ chosen, onChoose }: { chosen: string | undefined; onChoose: (job: string) => void }) {
  const own = useText(text)
  const [isOpen, setOpen] = useState(false)
  const found = api.useQuery('get', '/api/v1/jobs', { params: { query: { limit: shown } } }, { enabled: isOpen })
  const trials = found.data?.items.filter(it => it.kind === 'simulate') ?? []
  return (
    <Collapse
      className="no-print"
      onChange={keys => setOpen(keys.length > 0)}
      items={[
        {
          key: 'earlier',
          label: own.earlier,
          children: (
            <Flex vertical gap={6} align="start">
              {found.isFetching && !found.data && <Skeleton active />}
              {found.data && trials.length === 0 && own.earlierNone}
              {trials.map(it => (
                <Flex key={it.job} gap={8} align="center" wrap>
                  <Button type="link" size="small" disabled={it.job === chosen} onClick={() => onChoose(it.job)}>
                    {own.earlierOne(chinaTime(it.created_at), summary(it))}
                  </Button>
                  {it.state === 'failed' && <Tag color="red">{own.failed}</Tag>}
                  {it.state === 'waiting' && <Tag>{own.waiting}</Tag>}
                  {it.state === 'running' && <Tag>{own.running}</Tag>}
                </Flex>
              ))}
            </Flex>
          ),
        },
      ]}
    />
  )
}

function summary(job: S['JobView']): string {
  const result = readSimulation(job.result)
  if (!result) return ''
  const figures = result.changes.filter(it => it.kind === '参数').map(it => it.zh)
  return [result.total.name, result.months.join('、'), figures.join('、')].filter(Boolean).join(' ')
}
