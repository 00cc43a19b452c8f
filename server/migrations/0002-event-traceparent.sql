-- With it a reaction or job continues the trace of the operation that emitted the event.
alter table events add column traceparent text;
