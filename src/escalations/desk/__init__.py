"""What people live in: my work, queues, search, rules, trails, dead ends, jobs. Stands on all rooms below and only reads them;
its one verb sends held jobs back to work. Heard by nobody."""
