import { CloseOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import { RegionField } from '../parts/RegionField'
import { useRegions } from '../parts/regions'
import { useText } from '../text/text'
import { text } from './text'

interface AreasFieldProps {
  value?: string[]
  onChange?: (codes: string[]) => void
  id?: string
}

/** Several regions, each chosen from the tree and listed below it. */
export function AreasField({ value = [], onChange, id }: AreasFieldProps) {
  const own = useText(text)
  const regions = useRegions(value)
  const add = (code: string | undefined) => {
    if (code && !value.includes(code)) onChange?.([...value, code])
  }
  return (
    <Flex vertical gap={8}>
      <RegionField id={id} placeholder={own.areas} value={undefined} onChange={add} />
      <Flex gap={8} wrap>
        {value.map((code, at) => (
          <Button
            key={code}
            size="small"
            icon={<CloseOutlined />}
            iconPlacement="end"
            onClick={() => onChange?.(value.filter(it => it !== code))}
          >
            {regions[at]?.name ?? code}
          </Button>
        ))}
      </Flex>
    </Flex>
  )
}
