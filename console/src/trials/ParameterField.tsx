import { Select } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

type Parameter = S['PolicyParameterView']

interface ParameterFieldProps {
  value?: string
  onChange?: (name: string) => void
  id?: string
  parameters: Parameter[]
}

/** Chooses a parameter by its Chinese name or its full name. */
export function ParameterField({ value, onChange, id, parameters }: ParameterFieldProps) {
  const own = useText(text)
  return (
    <Select
      id={id}
      aria-label={own.parameter}
      value={value || undefined}
      onChange={onChange}
      placeholder={own.parameterExample}
      showSearch={{ optionFilterProp: 'search' }}
      options={parameters.map(it => ({ value: it.name, label: it.zh, search: `${it.zh} ${it.name}` }))}
    />
  )
}

/** What a parameter is now: the value that would be replaced, and where it comes from. */
export function PresentValue({ parameter }: { parameter: Parameter | undefined }) {
  const words = useText(common)
  const own = useText(text)
  if (!parameter) return null
  return (
    <>
      {own.present(parameter.value_zh, parameter.from)}，{parameter.is_default ? words.notStated : parameter.basis}
    </>
  )
}

/** The parameters of a region in the first of some months, or today. */
export function useParameters(region: string | undefined, months: string[] | undefined): Parameter[] {
  const first = [...(months ?? [])].sort()[0]
  const on = first && dayjs(first).isValid() ? dayjs(first).endOf('month').format('YYYY-MM-DD') : undefined
  const found = api.useQuery(
    'get',
    '/api/v1/policy/parameters',
    { params: { query: { region: region ?? '', on } } },
    { enabled: !!region, staleTime: 60_000 },
  )
  return found.data ?? []
}
