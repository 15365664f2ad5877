// 收入台账: the income accounts of a region, page by page; each opens line by line.
import { Alert, Skeleton } from 'antd'
import { useAddress } from '../frame/address'
import { useText } from '../text/text'
import { Accounts } from './Accounts'
import './income.css'
import { NotYet } from './NotYet'
import { usePeriods } from './period'
import type { IncomeSearch } from './search'
import { text } from './text'

export default function Income() {
  const own = useText(text)
  const [search] = useAddress<IncomeSearch>()
  const { period, periods, isPending, problem } = usePeriods(search.period)
  if (problem) return <Alert type="error" showIcon title={problem.detail} />
  if (isPending) return <Skeleton active />
  if (!period) return <NotYet title={own.title} />
  return <Accounts period={period} periods={periods} />
}
