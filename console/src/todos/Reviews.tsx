import { Link } from '@tanstack/react-router'
import { Flex } from 'antd'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DoIt } from './DoIt'
import { useFamilyColumns } from './family'
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
  const family = useFamilyColumns<S['ToReview']>({ title: own.lastReview, of: it => it.effect_reviewed_on }, today)
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
          ...family,
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
