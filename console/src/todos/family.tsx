import { Link } from '@tanstack/react-router'
import type { TableProps } from 'antd'
import type { ReactNode } from 'react'
import { Deadline } from '../parts/Deadline'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Family {
  case: number
  householder: string
  officer?: string | null
  due?: string | null
}

/** Whose family it is, who helps it, when that was done last, and how many days are left. `last` is
 * what was done, and when. */
export function useFamilyColumns<T extends Family>(
  last: { title: ReactNode; of: (row: T) => string | null | undefined },
  today: string | undefined,
): NonNullable<TableProps<T>['columns']> {
  const own = useText(text)
  const words = useText(common)
  return [
    {
      title: words.householder,
      width: 120,
      render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
    },
    { title: own.officer, width: 110, render: (_, row) => row.officer ?? '—' },
    { title: last.title, width: 116, className: 'number', render: (_, row) => last.of(row) ?? '—' },
    { title: own.left, width: 120, render: (_, row) => <Deadline due={row.due} today={today} /> },
  ]
}
