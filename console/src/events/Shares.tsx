import { Card, Table } from 'antd'
import type { S } from '../api/client'
import { figureColumn } from '../parts/columns'
import { useText } from '../text/text'
import { ShareLink } from './ShareLink'
import { text } from './text'

/** How the share of every village stands; each figure opens its households. */
export function Shares({ shares }: { shares: S['EventShare'][] }) {
  const own = useText(text)
  const figure = (title: string, of: (it: S['EventCourse']) => number, stage?: string, due?: boolean) =>
    figureColumn<S['EventShare']>(title, 112, it => (
      <ShareLink share={it} count={of(it.course)} what={title} stage={stage} due={due} />
    ))
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <Table<S['EventShare']>
        size="middle"
        rowKey={it => it.region}
        dataSource={shares}
        pagination={false}
        scroll={shares.length > 0 ? { x: 1200 } : undefined}
        columns={[
          { title: own.village, dataIndex: 'name', width: 260, fixed: 'left' },
          figure(own.listed, it => it.listed),
          figure(own.toVerify, it => it.to_verify, 'to_verify'),
          figure(own.hardship, it => it.hardship),
          figure(own.noHardship, it => it.no_hardship),
          figure(own.notAffected, it => it.not_affected, 'not_affected'),
          figure(own.following, it => it.following, 'following'),
          figure(own.roundsDue, it => it.rounds_due, undefined, true),
          figure(own.recovered, it => it.recovered, 'recovered'),
          figure(own.monitored, it => it.monitored, 'monitored'),
          figure(own.dropped, it => it.dropped, 'dropped'),
        ]}
      />
    </Card>
  )
}
