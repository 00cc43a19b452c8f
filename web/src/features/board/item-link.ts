import { useNavigate, useSearch } from '@tanstack/react-router';

/** The item whose panel is open: it stands in the address (web W8). */
export function useOpenedItem(): string | undefined {
  return useSearch({ strict: false, select: ({ item }) => item });
}

/** Opens the panel of an item; of none, closes it. */
export function useOpenItem(): (itemId: string | undefined) => void {
  const navigate = useNavigate();
  return (item) => void navigate({ to: '.', search: item === undefined ? {} : { item } });
}
