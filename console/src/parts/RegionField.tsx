// Chooses a region at or below one's own: 县 → 乡镇 → 村, read level by level as it is opened.
import { TreeSelect } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { http } from '../api/client'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'

interface Node {
  id: string
  pId: string | undefined
  value: string
  title: string
  isLeaf: boolean
}

interface RegionFieldProps {
  value?: string
  onChange?: (code: string | undefined) => void
  /** The finest level that can be chosen. */
  finest?: 'township' | 'village'
  id?: string
}

const finer: Record<string, string> = { province: 'prefecture', prefecture: 'county', county: 'township', township: 'village' }

export function RegionField({ value, onChange, finest = 'village', id }: RegionFieldProps) {
  const staff = useStaff()
  const words = useText(common)
  const client = useQueryClient()
  const [nodes, setNodes] = useState<Node[]>([])
  const [levels, setLevels] = useState<Record<string, string>>({})
  const load = async (code: string, parent?: string) => {
    const region = await client.fetchQuery({
      queryKey: ['region', code],
      staleTime: Infinity,
      queryFn: async () => (await http.GET('/api/v1/regions/{code}', { params: { path: { code } } })).data ?? null,
    })
    if (!region) return
    const level = finer[region.level]
    const children: Node[] = region.children.map(it => ({
      id: it.code,
      pId: code,
      value: it.code,
      title: it.name,
      isLeaf: level === finest || level === undefined,
    }))
    const own: Node = { id: code, pId: parent, value: code, title: region.name, isLeaf: children.length === 0 }
    setLevels(it => ({ ...it, [code]: region.level }))
    setNodes(known => {
      const fresh = new Map(known.map(it => [it.id, it]))
      if (!fresh.has(code)) fresh.set(code, own)
      if (region.level !== finest) for (const child of children) if (!fresh.has(child.id)) fresh.set(child.id, child)
      return [...fresh.values()]
    })
  }
  useEffect(() => {
    void load(staff.region)
    // The own region is read once; the rest as it is opened.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [staff.region])
  return (
    <TreeSelect
      id={id}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDataSimpleMode
      placeholder={words.all}
      aria-label={id ? undefined : words.region}
      value={value}
      onChange={(it: string | undefined) => onChange?.(it)}
      treeData={nodes}
      popupRender={tree => <div id={`${id}_list`}>{tree}</div>}
      treeDefaultExpandedKeys={[staff.region]}
      loadData={node => (levels[String(node.value)] ? Promise.resolve() : load(String(node.value)))}
      style={{ width: '100%' }}
    />
  )
}
