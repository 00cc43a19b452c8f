import { create } from 'zustand';

export type ToastTone = 'success' | 'danger' | 'neutral';

export interface Toast {
  id: number;
  title: string;
  description?: string;
  tone: ToastTone;
  /** One act, such as Undo. */
  action?: { label: string; run: () => void };
}

export type NewToast = Omit<Toast, 'id' | 'tone'> & { tone?: ToastTone };

interface ToastStore {
  toasts: readonly Toast[];
}

/** More than this many at once hide the page: the oldest gives way. */
const MAX_TOASTS = 3;
let lastId = 0;

export const useToasts = create<ToastStore>(() => ({ toasts: [] }));

/** Shows a short notice; success by default. The same again takes the place of the first. */
export function showToast(toast: NewToast): void {
  lastId += 1;
  const added: Toast = { tone: 'success', ...toast, id: lastId };
  useToasts.setState(({ toasts }) => {
    const others = toasts.filter(({ title }) => title !== added.title);
    return { toasts: [...others, added].slice(-MAX_TOASTS) };
  });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
