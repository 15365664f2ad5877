// 一轮考核评估: how far it is, its items with their evidence, its sample, its grade and what is to be put right.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Flex, Skeleton, Tabs } from 'antd'
import { api } from '../api/client'
import { useAddress } from '../frame/address'
import { useText } from '../text/text'
import { After } from './After'
import './assessment.css'
import { Parts } from './Parts'
import { RoundHead } from './RoundHead'
import { Sample } from './Sample'
import { text } from './text'

export default function Round() {
  const own = useText(text)
  const { round: id } = useParams({ strict: false }) as { round: string }
  const [search, setSearch] = useAddress<{ tab: string }>()
  const found = api.useQuery('get', '/api/v1/assessments/{round}', { params: { path: { round: id } } })
  const round = found.data
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!round) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      <Link to="/assessment" className="no-print">
        ← {own.back}
      </Link>
      <RoundHead round={round} reload={() => void found.refetch()} />
      <Tabs
        activeKey={search.tab ?? 'items'}
        onChange={tab => setSearch({ tab })}
        items={[
          { key: 'items', label: own.tabItems, children: <Parts round={round} /> },
          { key: 'sample', label: own.tabSample, children: <Sample round={round} /> },
          { key: 'after', label: own.tabAfter, children: <After round={round} /> },
        ]}
      />
    </Flex>
  )
}
