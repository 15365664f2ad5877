import { DatePicker, Form } from 'antd'
import dayjs from 'dayjs'
import { useAddress } from '../frame/address'
import { OfficeField } from '../parts/tiles/OfficeField'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { TargetSearch } from './search'
import { text } from './text'

interface PlaceFieldsProps {
  /** The month that is looked at, where a page looks at one. */
  month?: string
}

/** Levels that have plans; who is below them sees the own region. */
const offices = ['province', 'prefecture', 'county']

/** Which region, up to which month, and by the values as they were known on which day. */
export function PlaceFields({ month }: PlaceFieldsProps) {
  const own = useText(text)
  const words = useText(common)
  const staff = useStaff()
  const [search, setSearch] = useAddress<TargetSearch>()
  const change = (next: Partial<TargetSearch>) => setSearch({ ...search, ...next, after: undefined })
  return (
    <Form layout="inline" colon={false} className="no-print targets-fields">
      {offices.includes(staff.level) && (
        <Form.Item label={words.region} htmlFor="targets-region">
          <OfficeField
            id="targets-region"
            value={search.region}
            onChange={it => change({ region: it === staff.region ? undefined : it })}
          />
        </Form.Item>
      )}
      {month && (
        <Form.Item label={own.judgedIn} htmlFor="targets-month">
          <DatePicker
            id="targets-month"
            picker="month"
            allowClear={false}
            maxDate={dayjs()}
            value={dayjs(`${month}-01`)}
            onChange={it => change({ month: it?.format('YYYY-MM') })}
          />
        </Form.Item>
      )}
      <Form.Item label={own.knownOn} htmlFor="targets-as-of">
        <DatePicker
          id="targets-as-of"
          placeholder={own.now}
          maxDate={dayjs()}
          value={search.as_of ? dayjs(search.as_of) : null}
          onChange={it => change({ as_of: it?.format('YYYY-MM-DD') })}
        />
      </Form.Item>
    </Form>
  )
}
