import { Select } from 'antd'
import { useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { above, officeOf, prefix, useRegions } from '../regions'

interface OfficeFieldProps {
  value?: string
  onChange?: (code: string) => void
  id?: string
}

/** Chooses a county or what is above it, at or below one's own: what is chosen offers what lies
 * right below it, and the way back up. */
export function OfficeField({ value, onChange, id }: OfficeFieldProps) {
  const staff = useStaff()
  const words = useText(common)
  const own = officeOf(staff.region)
  const chosen = value ?? own
  const path = above(chosen).filter(it => it.startsWith(prefix(own, staff.level)) || it === own)
  const regions = useRegions(path)
  const here = regions.at(-1)
  const below = here && here.level !== 'county' ? here.children : []
  const options = [
    ...path.map((code, index) => ({ value: code, label: regions[index]?.name ?? code })),
    ...below.map(it => ({ value: it.code, label: `　${it.name}` })),
  ]
  return (
    <Select
      id={id}
      aria-label={words.region}
      showSearch={{ optionFilterProp: 'label' }}
      value={chosen}
      onChange={onChange}
      options={options}
      loading={regions.some(it => !it)}
      style={{ minWidth: 200 }}
    />
  )
}
