// What the charts draw. The same figures stand in a table beside each.
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartColours } from './colours'

/** A row of figures under one name. */
export interface Series {
  name: string
  values: number[]
}

interface Shape {
  /** Names along the axis. */
  names: string[]
  series: Series[]
  colours: ChartColours
  /** Size of the letters: larger on a wall. */
  letters: number
}

/** Lines over time. */
export function lines({ names, series, colours, letters }: Shape): EChartsCoreOption {
  return {
    ...common(colours, letters, series.length > 1),
    xAxis: { type: 'category', data: names, ...axis(colours, letters) },
    yAxis: { type: 'value', minInterval: 1, ...axis(colours, letters) },
    series: series.map((it, place) => ({
      type: 'line',
      name: it.name,
      data: it.values,
      symbol: ['circle', 'rect', 'triangle', 'diamond'][place],
      symbolSize: 7,
      lineStyle: { width: 2, type: ['solid', 'dashed', 'dotted', 'solid'][place] },
    })),
  }
}

interface OverTime extends Omit<Shape, 'names' | 'series'> {
  /** Rows of points, each with its own days. */
  series: { name: string; points: [string, number][] }[]
}

/** Lines over time whose points stand at their own days. */
export function overTime({ series, colours, letters }: OverTime): EChartsCoreOption {
  const along = axis(colours, letters)
  return {
    ...common(colours, letters, series.length > 1),
    xAxis: {
      ...along,
      type: 'time',
      minInterval: 28 * 24 * 3600 * 1000,
      axisLabel: { color: colours.soft, fontSize: letters, formatter: '{yyyy}-{MM}', hideOverlap: true },
    },
    yAxis: { ...along, type: 'value', scale: true },
    series: series.map((it, place) => ({
      type: 'line',
      name: it.name,
      data: it.points,
      symbol: ['circle', 'rect', 'triangle', 'diamond'][place],
      symbolSize: 7,
      lineStyle: { width: 2, type: ['solid', 'dashed', 'dotted', 'solid'][place] },
    })),
  }
}

/** Bars from left to right, the first name on top. */
export function bars({ names, series, colours, letters }: Shape): EChartsCoreOption {
  const isOne = series.length === 1
  return {
    ...common(colours, letters, !isOne),
    xAxis: { type: 'value', minInterval: 1, ...axis(colours, letters) },
    yAxis: { type: 'category', inverse: true, data: names, ...axis(colours, letters), splitLine: { show: false } },
    series: series.map(it => ({
      type: 'bar',
      name: it.name,
      data: it.values,
      barMaxWidth: 18,
      label: isOne ? { show: true, position: 'right', color: colours.ink, fontSize: letters } : undefined,
    })),
  }
}

function common(colours: ChartColours, letters: number, hasLegend: boolean): EChartsCoreOption {
  return {
    color: colours.series,
    backgroundColor: 'transparent',
    textStyle: { color: colours.ink, fontSize: letters },
    grid: { left: 8, right: 36, top: hasLegend ? 36 : 10, bottom: 4, containLabel: true },
    legend: { show: hasLegend, top: 0, textStyle: { color: colours.ink, fontSize: letters } },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colours.ground,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: letters },
    },
  }
}

function axis(colours: ChartColours, letters: number): object {
  return {
    axisLabel: { color: colours.soft, fontSize: letters },
    axisLine: { lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line } },
  }
}
