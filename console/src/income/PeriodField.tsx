import { Select } from 'antd'
import { useText } from '../text/text'
import { askedAs, firstOf, type Filled } from './period'
import { text } from './text'

interface PeriodFieldProps {
  id?: string
  periods: Filled[]
  value?: string
  onChange?: (period: string | undefined) => void
  /** What is looked at while nothing is chosen. */
  newest?: string
}

/** Chooses one of the periods that were filled. */
export function PeriodField({ id, periods, value, onChange, newest }: PeriodFieldProps) {
  const options = usePeriodOptions(periods)
  return (
    <Select
      id={id}
      className="income-period"
      value={value}
      onChange={onChange}
      allowClear={newest !== undefined}
      placeholder={options.find(it => it.value === newest)?.label}
      options={options}
    />
  )
}

function usePeriodOptions(periods: Filled[]): { value: string; label: string }[] {
  const own = useText(text)
  return periods.map(it => ({ value: askedAs(it), label: own.range(firstOf(it), it.last) }))
}
