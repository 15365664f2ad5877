// Chooses a region at or below one's own: 县 → 乡镇 → 村, read level by level as it is opened.
import { TreeSelect } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { regionQuery } from './regions'

interface Node {
  id: string
  pId: string | undefined
  value: string
  title: string
  isLeaf: boolean
  selectable: boolean
}

interface RegionFieldProps {
  value?: string
  onChange?: (code: string | undefined) => void
  /** The finest level that can be chosen. */
  finest?: 'township' | 'village'
  /** The levels that can be chosen; all when absent. */
  levels?: string[]
  placeholder?: string
  id?: string
}

const finer: Record<string, string> = { province: 'prefecture', prefecture: 'county', county: 'township', township: 'village' }

/** The regions between one and another below it, the higher first: a code says what it lies in. */
function between(top: string, code: string): string[] {
  const all = [2, 4, 6, 9].map(it => code.slice(0, it).padEnd(12, '0'))
  return all.filter(it => it > top && it !== code)
}

export function RegionField({ value, onChange, finest = 'village', levels, placeholder, id }: RegionFieldProps) {
  const staff = useStaff()
  const words = useText(common)
  const client = useQueryClient()
  const [nodes, setNodes] = useState<Node[]>([])
  const [levelOf, setLevelOf] = useState<Record<string, string>>({})
  const load = async (code: string, parent?: string) => {
    const region = await client.fetchQuery(regionQuery(code))
    if (!region) return
    const level = finer[region.level]
    const selectable = (it: string | undefined) => !levels || (it !== undefined && levels.includes(it))
    const children: Node[] = region.children.map(it => ({
      id: it.code,
      pId: code,
      value: it.code,
      title: it.name,
      isLeaf: level === finest || level === undefined,
      selectable: selectable(level),
    }))
    const own: Node = {
      id: code,
      pId: parent,
      value: code,
      title: region.name,
      isLeaf: children.length === 0,
      selectable: selectable(region.level),
    }
    setLevelOf(it => ({ ...it, [code]: region.level }))
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
  const isKnown = !value || nodes.some(it => it.id === value)
  useEffect(() => {
    // What is chosen already is shown by its name: what lies above it is opened.
    if (isKnown || nodes.length === 0 || !value) return
    void (async () => {
      for (const code of between(staff.region, value)) await load(code)
    })()
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isKnown, nodes.length === 0])
  return (
    <TreeSelect
      id={id}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDataSimpleMode
      placeholder={placeholder ?? words.all}
      aria-label={id ? undefined : words.region}
      value={value}
      onChange={(it: string | undefined) => onChange?.(it)}
      treeData={nodes}
      popupRender={tree => <div id={`${id}_list`}>{tree}</div>}
      treeDefaultExpandedKeys={[staff.region]}
      loadData={node => (levelOf[String(node.value)] ? Promise.resolve() : load(String(node.value)))}
      style={{ width: '100%' }}
    />
  )
}
