import { Link } from '@tanstack/react-router'
import { Flex } from 'antd'
import type { S } from '../api/client'
import { Deadline } from '../parts/Deadline'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DoIt } from './DoIt'
import { Rows } from './Rows'
import { text } from './text'

interface ReviewsProps {
  reviews: S['ToReview'][] | undefined
  loading: boolean
  today?: string
}

/** Families whose effect has not been reviewed this year. */
export function Reviews({ reviews, loading, today }: ReviewsProps) {
  const own = useText(text)
  const words = useText(common)
  return (
    <Flex vertical gap={8}>
      <Flex justify="flex-end">
        <Link to="/assistance" search={{ tab: 'reviews' } as never}>
          {own.reviewMany}
        </Link>
      </Flex>
      <Rows<S['ToReview']>
        rows={reviews}
        loading={loading}
        rowKey={it => String(it.case)}
        empty={own.noneReviews}
        columns={[
          {
            title: words.householder,
            width: 120,
            render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
          },
          { title: own.officer, width: 110, render: (_, row) => row.officer ?? '—' },
          { title: own.lastReview, width: 116, className: 'number', render: (_, row) => row.effect_reviewed_on ?? '—' },
          { title: own.left, width: 120, render: (_, row) => <Deadline due={row.due} today={today} /> },
          {
            title: words.action,
            width: 120,
            fixed: 'right',
            render: (_, row) => (
              <DoIt
                to={`/cases/${row.case}`}
                search={{ do: 'review_effect' }}
                label={own.review}
                full={own.reviewFor(row.householder)}
              />
            ),
          },
        ]}
      />
    </Flex>
  )
}
