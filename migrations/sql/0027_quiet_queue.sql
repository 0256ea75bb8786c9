-- A job that is done makes none ready: only new ones ring the workers, each of which looked at the queue anew after every job.
CREATE OR REPLACE TRIGGER tg_pgqueuer_changed AFTER INSERT ON pgqueuer EXECUTE FUNCTION fn_pgqueuer_changed();
