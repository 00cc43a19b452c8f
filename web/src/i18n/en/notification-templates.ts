/** Words of the pages about templates of notifications. */
export const notificationTemplates = {} as const;
