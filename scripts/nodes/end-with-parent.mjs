// Given by `--import` to processes that must not outlive whoever started them, however that one ends.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
