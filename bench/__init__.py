"""What the program costs at size: a filled database, the plans of its queries, its pages over HTTP."""
