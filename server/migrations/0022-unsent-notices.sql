-- What is told of an item is found for as long as it waits for a night or a digest, in however many messages.
create index notice_folds_item on notice_folds (item_id) where item_id is not null;
