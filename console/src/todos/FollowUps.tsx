import { Link } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import type { S } from '../api/client'
import { Sources } from '../cases/Sources'
import { Deadline } from '../parts/Deadline'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DoIt } from './DoIt'
import { Rows } from './Rows'
import { text } from './text'

interface FollowUpsProps {
  visits: S['FollowUpDue'][] | undefined
  loading: boolean
  today?: string
}

/** Families who are to be visited again, who has waited longest first. */
export function FollowUps({ visits, loading, today }: FollowUpsProps) {
  const own = useText(text)
  const words = useText(common)
  return (
    <Rows<S['FollowUpDue']>
      rows={visits}
      loading={loading}
      rowKey={it => String(it.case)}
      empty={own.noneFollowUps}
      columns={[
        {
          title: words.householder,
          width: 120,
          render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
        },
        { title: own.officer, width: 110, render: (_, row) => row.officer ?? '—' },
        { title: own.lastVisit, width: 116, className: 'number', render: (_, row) => row.followed_up_on ?? '—' },
        { title: own.left, width: 120, render: (_, row) => <Deadline due={row.due} today={today} /> },
        {
          title: words.basis,
          width: 90,
          render: (_, row) => (
            <Popover trigger="click" content={<div className="terms"><Sources sources={row.source.split('；')} /></div>}>
              <Button type="link" size="small" aria-label={own.whyFor(row.householder)}>
                {own.why}
              </Button>
            </Popover>
          ),
        },
        {
          title: words.action,
          width: 120,
          fixed: 'right',
          render: (_, row) => (
            <DoIt
              to={`/cases/${row.case}`}
              search={{ do: 'follow_up' }}
              label={own.visit}
              full={own.visitFor(row.householder)}
            />
          ),
        },
      ]}
    />
  )
}
