import { Button, Popover } from 'antd'
import type { S } from '../api/client'
import { Sources } from '../cases/Sources'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DoIt } from './DoIt'
import { useFamilyColumns } from './family'
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
  const family = useFamilyColumns<S['FollowUpDue']>({ title: own.lastVisit, of: it => it.followed_up_on }, today)
  return (
    <Rows<S['FollowUpDue']>
      rows={visits}
      loading={loading}
      rowKey={it => String(it.case)}
      empty={own.noneFollowUps}
      columns={[
        ...family,
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
