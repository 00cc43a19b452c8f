import { create } from 'qrcode';
import { useMemo } from 'react';

/** Modules of quiet around the code (ISO/IEC 18004 asks for four). */
const QUIET_MODULES = 4;

function drawModules(text: string): { path: string; size: number } {
  const { data, size } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const parts: string[] = [];
  for (let index = 0; index < data.length; index += 1) {
    if (data[index] === 0) continue;
    parts.push(
      `M${(index % size) + QUIET_MODULES} ${Math.floor(index / size) + QUIET_MODULES}h1v1h-1z`,
    );
  }
  return { path: parts.join(''), size: size + 2 * QUIET_MODULES };
}

/** A QR code as one path; black on white in both themes, since readers expect it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => drawModules(text), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 rounded border border-line bg-[white]"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
