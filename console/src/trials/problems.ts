// The faults the server finds in the files of a draft, put beside the files they are about.

/** A fault of a file. */
export interface Fault {
  /** The line, counted from 1, where one is named. */
  line?: number
  words: string
}

export interface Faults {
  /** What is said about all of it. */
  general: string[]
  /** By the path of the file. */
  files: Record<string, Fault[]>
}

/** Sorts what the server says, a line for each fault: `路径 第3行：……`. */
export function placed(detail: string, paths: string[]): Faults {
  const faults: Faults = { general: [], files: {} }
  for (const words of detail.split('\n').filter(it => it.trim() !== '')) {
    const path = paths.find(it => it !== '' && [' ', '：'].some(end => words.startsWith(it + end)))
    const found = path && /^ ?(?:第(\d+)行)?：?([\s\S]*)$/u.exec(words.slice(path.length))
    if (!path || !found) faults.general.push(words)
    else (faults.files[path] ??= []).push({ line: found[1] ? Number(found[1]) : undefined, words: found[2] ?? '' })
  }
  return faults
}
