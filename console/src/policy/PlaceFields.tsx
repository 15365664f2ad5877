import { Checkbox, DatePicker, Form, Input } from 'antd'
import dayjs from 'dayjs'
import { useAddress } from '../frame/address'
import { OfficeField } from '../parts/tiles/OfficeField'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { PolicySearch } from './search'
import { text } from './text'
import { usePlace } from './usePlace'

/** Whose policy is shown, on which day, and which of it. */
export function PlaceFields({ hint }: { hint: string }) {
  const words = useText(common)
  const own = useText(text)
  const [search, setSearch] = useAddress<PolicySearch>()
  const { region, on } = usePlace()
  return (
    <Form layout="inline" colon={false} className="no-print policy-fields" role="search">
      <Form.Item label={words.region} htmlFor="policy-region">
        <OfficeField id="policy-region" value={region} onChange={it => setSearch({ ...search, region: it })} />
      </Form.Item>
      <Form.Item label={own.on} htmlFor="policy-on">
        <DatePicker
          id="policy-on"
          allowClear={false}
          value={dayjs(on)}
          onChange={it => setSearch({ ...search, on: it?.format('YYYY-MM-DD') })}
        />
      </Form.Item>
      <Form.Item label={own.search} htmlFor="policy-text">
        <Input.Search
          id="policy-text"
          key={search.text ?? ''}
          allowClear
          enterButton
          placeholder={hint}
          defaultValue={search.text}
          onSearch={it => setSearch({ ...search, text: it.trim() })}
        />
      </Form.Item>
      <Checkbox
        checked={search.defaults ?? false}
        onChange={event => setSearch({ ...search, defaults: event.target.checked || undefined })}
      >
        {own.onlyDefaults}
      </Checkbox>
    </Form>
  )
}
